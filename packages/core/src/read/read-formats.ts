import { ClaimtagError } from '../issue/error.ts'
import type { MisuseProblem } from '../issue/issue.ts'
import { type CompiledFormat, LAYOUT } from './compiled-format.ts'
import { linkFormat } from './link.ts'
import { createReader, type Read } from './reader.ts'

/**
 * Makes a reader of compiled formats. Two that were not compared with each other when they were compiled are loaded all
 * the same: a code that they read differently is refused as `ambiguous-code`.
 *
 * @param areApart whether all of them were compared, which makes reading faster
 * @throws ClaimtagError `not-a-format`, `duplicate-format-id`, `ambiguous-formats`. Its message is short, since the
 *   sentences are no part of a decoder: `explain(error.issue)` has them
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
  return createReader(formats.map(linkFormat), areApart)
}

function conflict({ conflicts = [] }: CompiledFormat, { id }: CompiledFormat): boolean {
  return conflicts.includes(id)
}

function misuse(problem: MisuseProblem): ClaimtagError {
  return new ClaimtagError({ kind: 'misuse', ...problem }, JSON.stringify(problem))
}
