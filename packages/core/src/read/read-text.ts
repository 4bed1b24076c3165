import type { DecodeError, DecodeProblem, Warning } from '../issue/issue.ts'
import { failure } from '../issue/failure.ts'
import { LONGEST_CODE } from '../limits.ts'
import type { DeviceRecord } from '../record/record.ts'
import { clean } from './clean.ts'
import type { Reading } from './read.ts'

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

/** Makes a reader of texts from one of codes, which are printable ASCII: `odd` is what is wrong with any other. */
export function readerOfTexts(
  readCode: (code: string, odd: DecodeProblem | undefined) => Reading | DecodeProblem,
): Read {
  return (text) => {
    // Bounded before anything looks at it.
    const unfit = unfitness(text)
    if (unfit) return resultOf(unfit)
    const { text: code, offset, warnings } = clean(text)
    const found = code ? readCode(code, oddness(code)) : ({ code: 'empty' } as const)
    const result = resultOf(found, offset)
    return result.ok ? { ...result, warnings: warnings.concat(result.warnings) } : result
  }
}

/** What keeps a text from being looked at. */
export function unfitness(text: unknown): DecodeProblem | undefined {
  if (typeof text !== 'string') return { code: 'not-text' }
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

/** @param offset how many characters stand before the code */
export function resultOf(found: Reading | DecodeProblem, offset = 0): DecodeResult {
  const fault = 'code' in found ? found : found.fault
  if (fault) return { ok: false, error: failure(shifted(fault, offset)) }
  const { record, format, warnings } = found as Reading
  return {
    ok: true,
    record,
    format: format.id,
    warnings: warnings.map((warning) => shifted(warning, offset)),
  }
}

function shifted<T extends DecodeProblem | Warning>(issue: T, offset: number): T {
  return issue.position === undefined ? issue : { ...issue, position: issue.position + offset }
}
