import type { DecodeProblem } from '../issue/issue.ts'
import type { DeviceRecord } from '../record/record.ts'
import type { CompiledFormat } from './compiled-format.ts'
import { createFind, type Find } from './find.ts'
import { isNarrower } from './narrower.ts'
import { read, type Reading } from './read.ts'
import { type Read, readerOfTexts } from './read-text.ts'

/** Names a text of another kind than the formats at hand, as far as it is known. */
export type Identify = (code: string) => DecodeProblem | undefined

/**
 * Makes a reader of several formats. Every format whose prefix fits is tried. One whose `match` holds has the code to
 * itself; where several others read it differently, it is refused as `ambiguous-code` rather than guessed at.
 *
 * @param areApart whether the formats were compared, so that no two of them give one code two meanings: the search
 *   then ends with the first that reads it
 */
export function createReader(
  formats: readonly CompiledFormat[],
  areApart: boolean,
  identify?: Identify,
): Read {
  const find = createFind()
  return readerOfTexts((code, odd) => {
    if (!formats[0]) return { code: 'no-formats' }
    const upper = code.toUpperCase()
    const fitting = formats.filter(({ prefix }) => code.startsWith(prefix) || upper.startsWith(prefix))
    const isFramed = fitting.some(({ prefix }) => prefix)
    // Without its mark a code is of another dialect; a format without a mark has more to say about such a code.
    const able = fitting.filter(
      ({ mark, prefix }) =>
        !mark || upper.includes(mark) || !fitting.some((other) => !other.mark && other.prefix === prefix),
    )
    const found = odd ? isFramed && odd : choose(readAll(code, able, find, areApart), isFramed)
    return found || (identify?.(code) ?? odd ?? { code: 'not-recognised' })
  })
}

function readAll(
  code: string,
  formats: readonly CompiledFormat[],
  find: Find,
  areApart: boolean,
): readonly Reading[] {
  const readings: Reading[] = []
  for (const [i, format] of formats.entries()) {
    const reading = read(code, format, find)
    readings.push(reading)
    const isSettled = reading.claimed || !formats.slice(i + 1).some(({ match }) => match)
    if (areApart && !reading.fault && isSettled) break
  }
  return readings
}

/** The reading that counts, or what is wrong with the code; nothing when it was never meant to be one of these. */
function choose(readings: readonly Reading[], isFramed: boolean): Reading | DecodeProblem | undefined {
  const claims = readings.filter(({ claimed }) => claimed)
  const narrowest = claims.filter(
    ({ format }) => !claims.some((other) => isNarrower(other.format.match!, format.match!)),
  )
  const candidates = claims[0] ? narrowest : readings
  const [first, ...others] = candidates.filter(({ fault }) => !fault)
  if (first) {
    const rival = others.find(({ record }) => sorted(record) !== sorted(first.record))
    if (!rival) return first
    return { code: 'ambiguous-code', format: first.format.id, otherFormat: rival.format.id }
  }
  // Without a prefix, a text in which not one EUI was found was never meant to be a device code.
  if (!isFramed && !candidates.some((one) => progress(one) >= OF_AN_EUI)) return undefined
  return candidates.reduce((best, one) => (progress(one) > progress(best) ? one : best)).fault
}

/** An EUI in its place counts for more than what the reading ended with, and that for more than a long prefix. */
const OF_AN_EUI = 9

/** The format that a code came closest to has the most to say about what is wrong with it. */
function progress({ fault, euis, stage, format }: Reading): number {
  // What stands for an EUI counts for more than any that are there.
  const isTemplate = fault?.code === 'placeholder'
  return (isTemplate ? 99 : euis) * OF_AN_EUI + stage + format.prefix.length / 999
}

/** The same text for records with the same fields. No field of a format's own has the name of one of the record. */
function sorted(record: DeviceRecord): string {
  const fields = Object.entries({ ...record, extra: 0, ...record.extra })
  return JSON.stringify(fields.sort(([a], [b]) => (a < b ? -1 : 1)))
}
