import type { ErrorCorrection } from './symbol.ts'

export interface QrOptions {
  /** The least error correction wanted. Default `M`. */
  readonly errorCorrection?: ErrorCorrection
  /** Raise the error correction as far as the version allows without growing. Default false. */
  readonly boost?: boolean
  /** Default 1. */
  readonly minVersion?: number
  /** Default 40. */
  readonly maxVersion?: number
  /** 0 to 7; by default the pattern with the lowest penalty score (7.8.3). */
  readonly mask?: number
}
