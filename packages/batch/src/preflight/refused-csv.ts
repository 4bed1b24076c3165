import type { RowIssue } from '@claimtag/devices'
import { csvLine, guarded } from '../render/csv-line.ts'

/**
 * `refused.csv`, line by line: what is wrong with which line, in which column as the input names it. It is for people,
 * so cells that a spreadsheet would run are guarded. Cells of the input, the token above all, are not repeated in it.
 */
export function* refusedCsv(refusals: Iterable<RowIssue>): Generator<string> {
  yield csvLine(['line', 'field', 'code', 'reason'])
  for (const { line, field, column, code, reason } of refusals) {
    yield csvLine([String(line), guarded(column ?? field ?? ''), code, guarded(reason)])
  }
}
