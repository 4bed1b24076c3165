import type { DecodeProblem } from '../issue/issue.ts'
import { clean } from './clean.ts'
import type { CompiledFormat } from './compiled-format.ts'
import { isNarrower } from './narrower.ts'
import { read, type Reading } from './read.ts'
import { oddness, unfitness } from './read-text.ts'
import { type DecodeResult, type Read, refusal, traced } from './result.ts'
import { OF_AN_EUI } from './weight.ts'

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
  // What has a `match` goes first, since it has its codes to itself.
  const ordered = [...formats.filter(({ match }) => match), ...formats.filter(({ match }) => !match)]
  return (text) => {
    // Bounded before anything looks at it.
    const unfit = unfitness(text)
    if (unfit) return refusal(unfit)
    const { text: code, offset, warnings } = clean(text)
    const result = readCode(code)
    // Nearly all codes come alone.
    return offset || warnings[0] ? traced(result, (position) => position + offset, warnings) : result
  }

  function readCode(code: string): DecodeResult {
    if (!code) return refusal({ kind: 'foreign', code: 'empty' })
    if (!ordered[0]) return refusal({ kind: 'misuse', code: 'no-formats' })
    const odd = oddness(code)
    const upper = code.toUpperCase()
    const fitting = ordered.filter(({ prefix }) => code.startsWith(prefix) || upper.startsWith(prefix))
    // Without its mark a code is of another dialect; a format without a mark has more to say about such a code.
    const able = fitting.filter(
      ({ mark, prefix }) =>
        !mark || upper.includes(mark) || !fitting.some((other) => !other.mark && other.prefix === prefix),
    )
    const isFramed = fitting.some(({ prefix }) => prefix)
    const result = odd ? isFramed && refusal(odd) : choose(readAll(code, able, areApart), isFramed)
    return result || refusal(identify?.(code) ?? odd ?? { kind: 'foreign', code: 'not-recognised' })
  }
}

function readAll(code: string, formats: readonly CompiledFormat[], areApart: boolean): readonly Reading[] {
  const readings: Reading[] = []
  for (const format of formats) {
    const reading = read(code, format)
    readings.push(reading)
    if (areApart && reading.result.ok) break
  }
  return readings
}

type Success = DecodeResult & { readonly ok: true }

/** The reading that counts, or what is wrong with the code; nothing when it was never meant to be one of these. */
function choose(readings: readonly Reading[], isFramed: boolean): DecodeResult | undefined {
  const claims = readings.filter(({ claimed }) => claimed)
  const candidates = claims[0]
    ? claims.filter(({ format }) => !claims.some((other) => isNarrower(other.format.match!, format.match!)))
    : readings
  let sound: Success | undefined
  for (const { result } of candidates) {
    if (!result.ok) continue
    if (sound && meaningOf(sound) !== meaningOf(result)) {
      const [format, otherFormat] = [sound.format, result.format]
      return refusal({ kind: 'unsupported', code: 'ambiguous-code', format, otherFormat })
    }
    sound ??= result
  }
  if (sound) return sound
  // Without a prefix, a text in which not one EUI was found was never meant to be a device code.
  if (!isFramed && !candidates.some(({ progress }) => progress >= OF_AN_EUI)) return undefined
  return candidates.reduce((best, one) => (one.progress > best.progress ? one : best)).result
}

/** The same text for records with the same fields. No field of a format's own has the name of one of the record. */
function meaningOf({ record }: Success): string {
  const fields = Object.entries({ ...record, extra: 0, ...record.extra })
  return JSON.stringify(fields.sort(([a], [b]) => (a < b ? -1 : 1)))
}
