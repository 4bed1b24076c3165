import type { Issue, MisuseProblem } from '../issue/issue.ts'
import { type CompiledFormat, LAYOUT } from './compiled-format.ts'
import type { Read } from './result.ts'
import { createReader, type Identify } from './reader.ts'

/** Formats that cannot be loaded, or not together: `explain(error.issue)` is the sentence. */
export type FormatError = Error & { readonly issue: Issue }

/**
 * Makes a reader of compiled formats. Two that were not compared with each other when they were compiled are loaded all
 * the same: a code that they read differently is refused as `ambiguous-code`.
 *
 * @param areApart whether all of them were compared, which makes reading faster
 * @param identify names other texts, as far as they are known
 * @throws FormatError `not-a-format`, `duplicate-format-id`, `ambiguous-formats`. Its message is the issue as JSON,
 *   since the sentences do not belong to a decoder
 */
export function readFormats(
  formats: readonly CompiledFormat[],
  areApart: boolean,
  identify?: Identify,
): Read {
  for (const one of formats) {
    // JavaScript callers: most likely the document itself, or data of another version.
    if (one?.layout !== LAYOUT) throw misuse({ code: 'not-a-format' })
    const { id, conflicts = [] } = one
    const rival = formats.find((other) => other !== one && (other.id === id || conflicts.includes(other.id)))
    if (!rival) continue
    const { id: otherFormat } = rival
    if (otherFormat === id) throw misuse({ code: 'duplicate-format-id', format: id })
    throw misuse({ code: 'ambiguous-formats', format: id, otherFormat })
  }
  return createReader(formats, areApart, identify)
}

function misuse(problem: MisuseProblem): FormatError {
  const issue: Issue = { kind: 'misuse', ...problem }
  return Object.assign(new Error(JSON.stringify(issue)), { issue })
}
