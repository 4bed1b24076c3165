import type { DecodeError, DecodeProblem, Warning } from '../issue/issue.ts'
import type { DeviceRecord } from '../record/record.ts'

export type DecodeResult =
  | {
      readonly ok: true
      readonly record: DeviceRecord
      /** The id of the format that read it. */
      readonly format: string
      readonly warnings: readonly Warning[]
    }
  | Refusal

export interface Refusal {
  readonly ok: false
  readonly error: DecodeError
}

/** Reads the text of a code as scanned, pasted or typed. Never throws, whatever the text; takes time linear in it. */
export type Read = (text: string) => DecodeResult

/** The result of a text that gives no record. The sentence for it is made on demand. */
export function refusal(problem: DecodeProblem): Refusal {
  return { ok: false, error: { kind: 'damaged', ...problem } }
}

/** The result of a text of which only a part was read, or which was changed before. */
export function traced(
  result: DecodeResult,
  origin: (position: number) => number,
  warnings: readonly Warning[],
): DecodeResult {
  const placed = <T extends DecodeError | Warning>(issue: T): T =>
    issue.position === undefined ? issue : { ...issue, position: origin(issue.position) }
  return result.ok
    ? { ...result, warnings: [...warnings, ...result.warnings.map(placed)] }
    : { ok: false, error: placed(result.error) }
}
