/** One label: its bytes, and a name for journals and events that reveals nothing of them. */
export interface PrintJob {
  readonly id: string
  readonly bytes: Uint8Array
  /** How often an earlier run sent it: its next attempt is one more. Default 0. */
  readonly sentBefore?: number
}

/** `uncertain`: it was sent, and it is not known whether it was printed. */
export interface Printed {
  readonly id: string
  readonly outcome: 'confirmed' | 'uncertain'
  /** How often it was sent. */
  readonly attempts: number
}
