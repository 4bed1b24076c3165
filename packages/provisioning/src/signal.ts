import type { StopSignal } from '@claimtag/core'

/**
 * The platform's `AbortSignal`. Where the compiler knows no platform, the part of it that the language can say, so that
 * these types need none.
 */
export type PlatformSignal = typeof globalThis extends { AbortSignal: { prototype: infer Signal } }
  ? Signal
  : StopSignal
