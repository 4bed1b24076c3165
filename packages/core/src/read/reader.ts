import type { DecodeError, DecodeProblem, Warning } from '../issue/issue.ts'
import { failure } from '../issue/failure.ts'
import { LONGEST_CODE } from '../limits.ts'
import type { DeviceRecord } from '../record/record.ts'
import { isNarrower } from './narrower.ts'
import { clean } from './clean.ts'
import { identify } from './foreign-code.ts'
import { read, type Reading, STAGES } from './read.ts'
import type { LinkedFormat } from './link.ts'

export type DecodeResult =
  | {
      readonly ok: true
      readonly record: DeviceRecord
      /** The id of the format that read it. */
      readonly format: string
      readonly warnings: readonly Warning[]
    }
  | { readonly ok: false; readonly error: DecodeError }

/** Reads the text of a code as scanned, pasted or typed. Never throws, whatever the text; takes time linear in it. */
export type Read = (text: string) => DecodeResult

/**
 * Makes a reader of several formats. Every format whose prefix fits is tried. One whose `match` holds has the code to
 * itself; where several others read it differently, it is refused as `ambiguous-code` rather than guessed at.
 *
 * @param areApart whether the formats were compared, so that no two of them give one code two meanings: the search
 *   then ends with the first that reads it
 */
export function createReader(formats: readonly LinkedFormat[], areApart: boolean): Read {
  // Those with the longest prefix have the most to say about a code. Sorting is stable only from ES2019 on.
  const routes = formats
    .map((format, order) => ({ format, order }))
    .sort((a, b) => b.format.prefix.length - a.format.prefix.length || a.order - b.order)
    .map(({ format }) => format)
  return (text) => {
    if (typeof text !== 'string') return refuse({ code: 'not-text' })
    if (routes.length === 0) return refuse({ code: 'no-formats' })
    // Bounded before anything looks at it.
    if (text.length > LONGEST_CODE) {
      return refuse({ code: 'too-long', length: text.length, expected: String(LONGEST_CODE) })
    }
    const { text: code, offset, warnings } = clean(text)
    if (code === '') return refuse({ code: 'empty' })
    const upper = code.toUpperCase()
    const fitting = routes.filter(({ prefix }) => code.startsWith(prefix) || upper.startsWith(prefix))
    const isFramed = fitting.some(({ prefix }) => prefix !== '')
    const position = code.search(/[^ -~]/)
    if (position >= 0) {
      const known = isFramed ? undefined : identify(code)
      if (known !== undefined) return refuse(known, offset)
      return refuse(
        { code: code.charCodeAt(position) > 0x7f ? 'non-ascii-character' : 'control-character', position },
        offset,
      )
    }
    const result = choose(readAll(code, fitting, areApart), isFramed) ??
      identify(code) ?? { code: 'not-recognised' }
    if ('code' in result) return refuse(result, offset)
    const { format, record } = result
    const all = [...warnings, ...result.warnings.map((warning) => shift(warning, offset))]
    return { ok: true, record, format: format.id, warnings: all }
  }
}

function readAll(code: string, formats: readonly LinkedFormat[], areApart: boolean): readonly Reading[] {
  const readings: Reading[] = []
  for (const [i, format] of formats.entries()) {
    const reading = read(code, format)
    readings.push(reading)
    const isSettled = reading.claimed || !formats.slice(i + 1).some(({ match }) => match)
    if (areApart && reading.record !== undefined && isSettled) break
  }
  return readings
}

type Success = Reading & { readonly record: DeviceRecord }

/** The reading that counts, or what is wrong with the code; nothing when it was never meant to be one of these. */
function choose(readings: readonly Reading[], isFramed: boolean): Success | DecodeProblem | undefined {
  const claims = readings.filter(({ claimed }) => claimed)
  const narrowest = claims.filter(
    ({ format }) => !claims.some((other) => isNarrower(other.format.match!, format.match!)),
  )
  const candidates = claims.length > 0 ? narrowest : readings
  const [first, ...others] = candidates.filter((one): one is Success => one.record !== undefined)
  if (first !== undefined) {
    const rival = others.find(({ record }) => !isSameRecord(record, first.record))
    if (rival === undefined) return first
    return { code: 'ambiguous-code', format: first.format.id, otherFormat: rival.format.id }
  }
  // Without a prefix, a text in which not one EUI was found was never meant to be a device code.
  if (!isFramed && !candidates.some((one) => one.euis > 0 || isPlaceholder(one))) return undefined
  return candidates.reduce((best, one) => (progress(one) > progress(best) ? one : best)).fault
}

/** The format that a code came closest to has the most to say about what is wrong with it. */
function progress(reading: Reading): number {
  // An EUI in its place counts for more than any stage.
  return isPlaceholder(reading) ? Number.POSITIVE_INFINITY : reading.euis * STAGES + reading.stage
}

function isPlaceholder({ fault }: Reading): boolean {
  return fault?.code === 'placeholder'
}

function isSameRecord(a: DeviceRecord, b: DeviceRecord): boolean {
  return sorted(a) === sorted(b)
}

/** No field of a format's own has the name of one of the record. */
function sorted(record: DeviceRecord): string {
  const fields: Readonly<Record<string, unknown>> = { ...record, extra: 0, ...record.extra }
  const names = Object.keys(fields).sort()
  return JSON.stringify(names.map((name) => [name, fields[name]]))
}

function shift<T extends DecodeProblem | Warning>(issue: T, offset: number): T {
  return issue.position === undefined ? issue : { ...issue, position: issue.position + offset }
}

function refuse(problem: DecodeProblem, offset = 0): DecodeResult {
  return { ok: false, error: failure(shift(problem, offset)) }
}
