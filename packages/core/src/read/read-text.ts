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
    if (typeof text !== 'string') return refuse({ code: 'not-text' })
    // Bounded before anything looks at it.
    if (text.length > LONGEST_CODE) {
      return refuse({ code: 'too-long', length: text.length, expected: String(LONGEST_CODE) })
    }
    const { text: code, offset, warnings } = clean(text)
    if (!code) return refuse({ code: 'empty' })
    const position = code.search(/[^ -~]/)
    const oddCode = code[position]! > '\x7f' ? 'non-ascii-character' : 'control-character'
    const result = readCode(code, position < 0 ? undefined : { code: oddCode, position })
    const fault = 'code' in result ? result : result.fault
    if (fault) return refuse(shift(fault, offset))
    const { record, format, warnings: own } = result as Reading
    const all = warnings.concat(own.map((warning) => shift(warning, offset)))
    return { ok: true, record, format: format.id, warnings: all }
  }
}

function shift<T extends DecodeProblem | Warning>(issue: T, offset: number): T {
  return issue.position === undefined ? issue : { ...issue, position: issue.position + offset }
}

function refuse(problem: DecodeProblem): DecodeResult {
  return { ok: false, error: failure(problem) }
}
