import type { DecodeProblem } from '../issue/issue.ts'
import { LONGEST_CODE } from '../limits.ts'

/** What keeps a text from being looked at. */
export function unfitness(text: unknown): DecodeProblem | undefined {
  if (typeof text !== 'string') return { kind: 'misuse', code: 'not-text' }
  return text.length > LONGEST_CODE
    ? { code: 'too-long', length: text.length, expected: `${LONGEST_CODE}` }
    : undefined
}

/** The first character that no code has. */
export function oddness(code: string): DecodeProblem | undefined {
  const position = code.search(/[^ -~]/)
  if (position < 0) return undefined
  return { code: code[position]! > '\x7f' ? 'non-ascii-character' : 'control-character', position }
}
