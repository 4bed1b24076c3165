import { dataCodewords, LEVELS } from './capacity.ts'
import { QrError } from './error.ts'
import { segmentText } from './segmentation.ts'
import { checkSegments, LAST_OF_RANGE, rangeOf, segmentBits, type Segment } from './segments.ts'
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

/** What a symbol will be, before anything is drawn. */
export interface QrPlan {
  readonly version: number
  readonly errorCorrection: ErrorCorrection
  readonly segments: readonly Segment[]
  /** Bits of all segments, headers included. */
  readonly bits: number
}

/**
 * Finds the smallest version that holds an input, and the segments it takes there, without drawing.
 *
 * Throws `QrError` like `encodeQr`.
 *
 * @example
 * planQr('LW:D0:1122334455667788', { errorCorrection: 'Q' }).version // 2
 */
export function planQr(input: string | readonly Segment[], options: QrOptions = {}): QrPlan {
  const { errorCorrection = 'M', boost = false, minVersion = 1, maxVersion = 40 } = options
  checkOptions(errorCorrection, minVersion, maxVersion)
  if (typeof input !== 'string') checkSegments(input)
  let bits = 0
  for (let range = rangeOf(minVersion); range <= rangeOf(maxVersion); range++) {
    const segments: readonly Segment[] = typeof input === 'string' ? segmentText(input, range) : input
    bits = 0
    for (const segment of segments) bits += segmentBits(segment, range)
    const last = Math.min(maxVersion, LAST_OF_RANGE[range])
    const first = range === 0 ? minVersion : Math.max(minVersion, LAST_OF_RANGE[range - 1]! + 1)
    for (let version = first; version <= last; version++) {
      if (bits > dataCodewords(version, errorCorrection) * 8) continue
      const level = boost ? strongest(version, errorCorrection, bits) : errorCorrection
      return { version, errorCorrection: level, segments, bits }
    }
  }
  throw new QrError({
    code: 'too-long',
    bitsNeeded: bits,
    bitsAvailable: dataCodewords(maxVersion, errorCorrection) * 8,
  })
}

function strongest(version: number, floor: ErrorCorrection, bits: number): ErrorCorrection {
  let level = floor
  for (const candidate of LEVELS.slice(LEVELS.indexOf(floor) + 1)) {
    if (bits <= dataCodewords(version, candidate) * 8) level = candidate
  }
  return level
}

function checkOptions(errorCorrection: ErrorCorrection, minVersion: number, maxVersion: number): void {
  if (!LEVELS.includes(errorCorrection))
    throw new QrError({ code: 'invalid-option', field: 'errorCorrection' })
  if (!isVersion(minVersion)) throw new QrError({ code: 'invalid-option', field: 'minVersion' })
  if (!isVersion(maxVersion) || maxVersion < minVersion) {
    throw new QrError({ code: 'invalid-option', field: 'maxVersion' })
  }
}

function isVersion(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 40
}

export function checkMask(mask: number | undefined): void {
  if (mask === undefined || (Number.isInteger(mask) && mask >= 0 && mask < 8)) return
  throw new QrError({ code: 'invalid-option', field: 'mask' })
}
