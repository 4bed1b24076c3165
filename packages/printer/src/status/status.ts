/**
 * Why a printer does not print. `offline`: it cannot be reached or does not answer; `label-waiting`: the label before
 * was peeled off, and is still to be taken; `fault`: any other reason.
 */
export type PauseReason =
  | 'offline'
  | 'head-open'
  | 'paper-out'
  | 'paper-jam'
  | 'ribbon-out'
  | 'label-waiting'
  | 'fault'
  | 'paused'
  | 'buffer-full'

/** What a printer reports about itself. */
export interface PrinterStatus {
  /** What a person has to put right first; `undefined` when it prints or could print. */
  readonly pause: PauseReason | undefined
  /** Whether everything that it has received is printed. */
  readonly idle: boolean
  /** Labels still to be printed; `undefined` when the language does not tell. */
  readonly remaining?: number
}

/** Finds statuses in the bytes that a printer sends: whole, split at any byte, or with garbage between them. */
export interface StatusReader {
  /** The statuses that end in `bytes`. It may stop looking after `most`. */
  push(bytes: Uint8Array, most: number): readonly PrinterStatus[]
}
