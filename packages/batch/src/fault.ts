/** Why a label was not accepted. */
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
  /** The file that the line is in, when the job is of several. */
  readonly input?: string
  /** The name of a carton, such as `carton-00001`, when its label is meant. */
  readonly devEui: string
  readonly file: string
  readonly fault: ReadBackFault
}
