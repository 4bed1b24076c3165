import type { Issue, MisuseProblem } from '../issue/issue.ts'
import { type CompiledFormat, LAYOUT } from './compiled-format.ts'
import type { Read } from './read-text.ts'
import { createReader } from './reader.ts'

/** Formats that cannot be loaded, or not together: `explain(error.issue)` is the sentence. */
export type FormatError = Error & { readonly issue: Issue }

/**
 * Makes a reader of compiled formats. Two that were not compared with each other when they were compiled are loaded all
 * the same: a code that they read differently is refused as `ambiguous-code`.
 *
 * @param areApart whether all of them were compared, which makes reading faster
 * @throws ClaimtagError `not-a-format`, `duplicate-format-id`, `ambiguous-formats`. Its message is short, since the
 *   sentences do not belong to a decoder: `explain(error.issue)` has them
 */
export function readFormats(formats: readonly CompiledFormat[], areApart: boolean): Read {
  for (const [i, one] of formats.entries()) {
    // JavaScript callers: most likely the document itself, or data of another version.
    if (one?.layout !== LAYOUT) throw misuse({ code: 'not-a-format' })
    for (const other of formats.slice(0, i)) {
      if (one.id === other.id) throw misuse({ code: 'duplicate-format-id', format: one.id })
      if (conflict(one, other) || conflict(other, one)) {
        throw misuse({ code: 'ambiguous-formats', format: other.id, otherFormat: one.id })
      }
    }
  }
  return createReader(formats, areApart)
}

function conflict({ conflicts = [] }: CompiledFormat, { id }: CompiledFormat): boolean {
  return conflicts.includes(id)
}

function misuse(problem: MisuseProblem): FormatError {
  const issue: Issue = { kind: 'misuse', ...problem }
  return Object.assign(new Error(JSON.stringify(problem)), { issue })
}
