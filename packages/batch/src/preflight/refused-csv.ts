import type { RowIssue } from '@claimtag/devices'
import { csvLine, guarded } from '../render/csv-line.ts'

/**
 * `refused.csv`, line by line: line number, column as named in the input, and reason. It is for people, so cells that
 * a spreadsheet would execute are guarded. Cells of the input are not repeated in it, because of the token.
 */
export function* refusedCsv(refusals: Iterable<RowIssue>): Generator<string> {
  yield csvLine(['line', 'field', 'code', 'reason'])
  for (const { line, field, column, code, reason } of refusals) {
    yield csvLine([String(line), guarded(column ?? field ?? ''), code, guarded(reason)])
  }
}
