import { dataCodewords, LEVELS } from './capacity.ts'
import { QrError } from '../error.ts'
import type { QrOptions } from '../options.ts'
import { segmentText } from './segmentation.ts'
import { checkSegments, rangeOf, segmentBits, type Segment } from './segments.ts'
import type { ErrorCorrection } from '../symbol.ts'

/** What a symbol will be, before anything is drawn. */
export interface QrPlan {
  readonly version: number
  readonly errorCorrection: ErrorCorrection
  readonly segments: readonly Segment[]
  /** Bits of all segments, headers included. */
  readonly bits: number
}

/**
 * Finds the smallest version that holds an input, and its segments there, without drawing.
 *
 * @throws QrError as `encodeQr`
 *
 * @example
 * ```ts
 * import { planQr } from '@claimtag/qr'
 *
 * console.log(planQr('LW:D0:1122334455667788', { errorCorrection: 'Q' }).version) // 2
 * ```
 */
export function planQr(input: string | readonly Segment[], options: QrOptions = {}): QrPlan {
  const { errorCorrection = 'M', boost = false, minVersion = 1, maxVersion = 40 } = options
  check('errorCorrection', LEVELS.indexOf(errorCorrection), 0, 3)
  check('minVersion', minVersion, 1, 40)
  check('maxVersion', maxVersion, minVersion, 40)
  if (typeof input !== 'string') checkSegments(input)
  let segments: readonly Segment[] = []
  let bits = 0
  let planned = -1
  for (let version = minVersion; version <= maxVersion; version++) {
    const range = rangeOf(version)
    if (range !== planned) {
      planned = range
      segments = typeof input === 'string' ? segmentText(input, range) : input
      bits = segments.reduce((sum, segment) => sum + segmentBits(segment, range), 0)
    }
    const fits = (level: ErrorCorrection): boolean => bits <= 8 * dataCodewords(version, level)
    if (!fits(errorCorrection)) continue
    const level = boost ? LEVELS.filter(fits).at(-1)! : errorCorrection
    return { version, errorCorrection: level, segments, bits }
  }
  throw new QrError({
    code: 'too-long',
    bitsNeeded: bits,
    bitsAvailable: 8 * dataCodewords(maxVersion, errorCorrection),
  })
}

export function checkMask(mask = 0): void {
  check('mask', mask, 0, 7)
}

function check(field: keyof QrOptions, value: number, least: number, most: number): void {
  if (!(value >= least && value <= most && value % 1 === 0))
    throw new QrError({ code: 'invalid-option', field })
}
