import { failure } from './catalogue.ts'
import { clean } from './clean.ts'
import { type Dispatch, dispatchOf } from './dispatch.ts'
import { LONGEST } from './document-shape.ts'
import type { Format } from './format.ts'
import type { Grammar } from './grammar.ts'
import type { DecodeError, Issue, Warning } from './issue.ts'
import { identify } from './neighbour.ts'
import { isNarrower } from './narrower.ts'
import { read, type Reading } from './read.ts'
import type { DeviceRecord } from './record.ts'

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
  if (typeof text !== 'string') return refuse(failure('not-text'))
  if (dispatch.length === 0) return refuse(failure('no-formats'))
  // Bounded before anything looks at it.
  if (text.length > LONGEST) {
    return refuse(failure('too-long', { length: text.length, expected: String(LONGEST) }))
  }
  const { text: code, offset, warnings } = clean(text)
  if (code === '') return refuse(failure('empty'))
  const upper = code.toUpperCase()
  const group = dispatch.find(({ prefix }) => code.startsWith(prefix) || upper.startsWith(prefix))
  const strange = characterFault(code)
  if (group === undefined || (strange !== undefined && group.prefix === '')) {
    const known = identify(code)
    return refuse(shift(known.code === 'not-recognised' ? (strange ?? known) : known, offset))
  }
  if (strange !== undefined) return refuse(shift(strange, offset))
  const readings = group.grammars.map((grammar) => read(code, grammar))
  const result = choose(code, group.prefix, readings)
  if ('code' in result) return refuse(shift(result, offset))
  return {
    ok: true,
    record: result.record,
    format: result.grammar.id,
    warnings: [...warnings, ...result.warnings.map((warning) => shift(warning, offset))],
  }
}

type Success = Reading & { readonly record: DeviceRecord }

function choose(code: string, prefix: string, readings: readonly Reading[]): Success | Issue {
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
  const furthest = candidates.reduce((best, one) => (one.stage > best.stage ? one : best))
  // Without a prefix, a text in which not one EUI was found was never meant to be a device code.
  const isOurs =
    prefix !== '' || candidates.some(({ euis, fault }) => euis > 0 || fault?.code === 'placeholder')
  const best = isOurs ? (furthestWith(candidates, prefix === '') ?? furthest) : undefined
  if (best?.fault === undefined) return identify(code)
  return failure(best.fault.code, best.fault.data)
}

function furthestWith(candidates: readonly Reading[], byEuis: boolean): Reading | undefined {
  if (!byEuis) return undefined
  const weight = ({ euis, fault, stage }: Reading): number =>
    fault?.code === 'placeholder' ? 1000 : euis * 10 + stage
  return candidates.reduce((best, one) => (weight(one) > weight(best) ? one : best))
}

function ambiguous(one: Grammar, other: Grammar): Issue {
  return failure('ambiguous-code', { format: one.id, otherFormat: other.id })
}

function isSameRecord(a: DeviceRecord, b: DeviceRecord): boolean {
  const flat = ({ extra, ...rest }: DeviceRecord): string =>
    JSON.stringify([Object.entries(rest).sort(), Object.entries(extra ?? {}).sort()])
  return flat(a) === flat(b)
}

function characterFault(code: string): Issue | undefined {
  for (let position = 0; position < code.length; position += 1) {
    const unit = code.charCodeAt(position)
    if (unit < 0x20 || unit === 0x7f) return failure('control-character', { position })
    if (unit > 0x7f) return failure('non-ascii-character', { position })
  }
  return undefined
}

function shift<T extends Issue | Warning>(issue: T, offset: number): T {
  return issue.position === undefined ? issue : { ...issue, position: issue.position + offset }
}

function refuse(error: DecodeError): DecodeResult {
  return { ok: false, error }
}
