/** Why a printer does not print. `offline`: it cannot be reached or gives no answer; `fault`: anything else. */
export type PauseReason =
  | 'offline'
  | 'head-open'
  | 'paper-out'
  | 'paper-jam'
  | 'ribbon-out'
  | 'fault'
  | 'paused'
  | 'buffer-full'

/** What a printer says about itself. */
export interface PrinterStatus {
  /** What a person has to mend first; `undefined` when it prints or could print. */
  readonly pause: PauseReason | undefined
  /** Nothing that it has received is still to be printed. */
  readonly idle: boolean
}

/** Finds statuses in what a printer sends, whole or split at any byte, and garbage between them. */
export interface StatusReader {
  /** `asked` is how many answers are still due. */
  push(bytes: Uint8Array, asked: number): readonly PrinterStatus[]
}
