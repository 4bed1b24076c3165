/** One print, of one label or of several side by side: its bytes, and names that reveal nothing of them. */
export interface PrintJob {
  /** Names the label in journals and events. */
  readonly id: string
  /** The labels on its right, which the same bytes print: whatever becomes of one becomes of all. */
  readonly beside?: readonly string[]
  readonly bytes: Uint8Array
  /** How often an earlier run sent it: its next attempt is one more. Default 0. */
  readonly sentBefore?: number
}

/** `uncertain`: it was sent, and it is not known whether it was printed. */
export interface Printed {
  readonly id: string
  readonly beside?: readonly string[]
  readonly outcome: 'confirmed' | 'uncertain'
  /** How often it was sent. */
  readonly attempts: number
}
