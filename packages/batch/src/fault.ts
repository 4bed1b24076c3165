/** Why a label did not pass. */
export type ReadBackFault =
  | 'missing'
  | 'no-file'
  | 'changed'
  | 'no-picture'
  | 'not-read'
  | 'reads-otherwise'
  | 'other-device'

/** A label that did not read back as it should. */
export interface Fault {
  readonly line: number
  readonly devEui: string
  readonly file: string
  readonly fault: ReadBackFault
}
