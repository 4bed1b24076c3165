import { failure } from './issue/failure.ts'
import { clean } from './read/clean.ts'
import { type Dispatch, dispatchOf, grammarsFor } from './read/dispatch.ts'
import { LONGEST_CODE } from './limits.ts'
import type { Format } from './format/format.ts'
import type { Grammar } from './format/grammar.ts'
import type { DecodeError, Warning } from './issue/issue.ts'
import { identify } from './read/foreign-code.ts'
import { isNarrower } from './ambiguity/narrower.ts'
import { read, type Reading, STAGES } from './read/read.ts'
import type { DeviceRecord } from './record/record.ts'

export type DecodeResult =
  | {
      readonly ok: true
      readonly record: DeviceRecord
      /** The id of the format that read it. */
      readonly format: string
      readonly warnings: readonly Warning[]
    }
  | { readonly ok: false; readonly error: DecodeError }

/**
 * Reads the text of a code. Never throws, whatever the text; takes time linear in its length.
 *
 * Every format whose prefix fits is tried. One whose `match` holds has the code to itself; where several others read
 * it differently, it is refused as `ambiguous-code` rather than guessed at.
 *
 * @param text as scanned; what scanners put around a code is taken off with a warning
 * @throws ClaimtagError `not-a-format` when what was given as formats is none, whatever the text
 * @example
 * ```ts
 * const result = decode('LW:D0:70B3D57ED0000000:0004A310001AAED6:00000000:C4FA5', [tr005])
 * if (result.ok) result.record.devEui // '0004A310001AAED6'
 * ```
 */
export function decode(text: string, formats: readonly Format[]): DecodeResult {
  return decodeWith(text, dispatchOf(formats))
}

/** The same over formats that were sorted out beforehand. */
export function decodeWith(text: string, dispatch: Dispatch): DecodeResult {
  if (typeof text !== 'string') return refuse(failure({ code: 'not-text' }))
  if (dispatch.length === 0) return refuse(failure({ code: 'no-formats' }))
  // Bounded before anything looks at it.
  if (text.length > LONGEST_CODE) {
    return refuse(failure({ code: 'too-long', length: text.length, expected: String(LONGEST_CODE) }))
  }
  const { text: code, offset, warnings } = clean(text)
  if (code === '') return refuse(failure({ code: 'empty' }))
  const grammars = grammarsFor(code, dispatch)
  const isFramed = grammars.some(({ prefix }) => prefix !== '')
  const strange = characterFault(code)
  if (strange !== undefined) {
    const known = isFramed ? strange : identify(code)
    return refuse(shift(known.code === 'not-recognised' ? strange : known, offset))
  }
  const result = choose(
    code,
    isFramed,
    grammars.map((grammar) => read(code, grammar)),
  )
  if ('code' in result) return refuse(shift(result, offset))
  return {
    ok: true,
    record: result.record,
    format: result.grammar.id,
    warnings: [...warnings, ...result.warnings.map((warning) => shift(warning, offset))],
  }
}

type Success = Reading & { readonly record: DeviceRecord }

function choose(code: string, isFramed: boolean, readings: readonly Reading[]): Success | DecodeError {
  const claims = readings.filter(({ claimed }) => claimed)
  const narrowest = claims.filter(
    ({ grammar }) => !claims.some((other) => isNarrower(other.grammar.match, grammar.match)),
  )
  const candidates = claims.length > 0 ? narrowest : readings
  const [first, ...others] = candidates.filter((one): one is Success => one.record !== undefined)
  if (first !== undefined) {
    const rival = others.find(({ record }) => !isSameRecord(record, first.record))
    return rival === undefined ? first : ambiguous(first.grammar, rival.grammar)
  }
  // Without a prefix, a text in which not one EUI was found was never meant to be a device code.
  const isOurs = isFramed || candidates.some((one) => one.euis > 0 || isPlaceholder(one))
  if (!isOurs) return identify(code)
  const furthest = candidates.reduce((best, one) => (progress(one) > progress(best) ? one : best))
  return furthest.fault === undefined ? identify(code) : failure(furthest.fault)
}

/** The format that a code came closest to has the most to say about what is wrong with it. */
function progress(reading: Reading): number {
  if (isPlaceholder(reading)) return Number.POSITIVE_INFINITY
  // An EUI in its place counts for more than any stage.
  return reading.euis * STAGES.length + STAGES.indexOf(reading.stage)
}

function isPlaceholder({ fault }: Reading): boolean {
  return fault?.code === 'placeholder'
}

function ambiguous(one: Grammar, other: Grammar): DecodeError {
  return failure({ code: 'ambiguous-code', format: one.id, otherFormat: other.id })
}

function isSameRecord(a: DeviceRecord, b: DeviceRecord): boolean {
  return (
    isSameFields({ ...a, extra: undefined }, { ...b, extra: undefined }) &&
    isSameFields(a.extra ?? {}, b.extra ?? {})
  )
}

function isSameFields(a: object, b: object): boolean {
  const other = new Map<string, unknown>(Object.entries(b))
  const own = Object.entries(a)
  return own.length === other.size && own.every(([name, value]) => other.get(name) === value)
}

function characterFault(code: string): DecodeError | undefined {
  for (let position = 0; position < code.length; position += 1) {
    const unit = code.charCodeAt(position)
    if (unit < 0x20 || unit === 0x7f) return failure({ code: 'control-character', position })
    if (unit > 0x7f) return failure({ code: 'non-ascii-character', position })
  }
  return undefined
}

function shift<T extends DecodeError | Warning>(issue: T, offset: number): T {
  return issue.position === undefined ? issue : { ...issue, position: issue.position + offset }
}

function refuse(error: DecodeError): DecodeResult {
  return { ok: false, error }
}
