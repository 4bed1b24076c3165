import type { RowIssue } from '@claimtag/devices'
import { csvLine } from '../render/csv-line.ts'

/**
 * `refused.csv`, line by line: what is wrong with which line, in which column as the input names it. Cells of the
 * input, the token above all, are not repeated in it.
 */
export function* refusedCsv(refusals: Iterable<RowIssue>): Generator<string> {
  yield csvLine(['line', 'field', 'code', 'reason'])
  for (const { line, field, column, code, reason } of refusals) {
    yield csvLine([String(line), column ?? field ?? '', code, reason])
  }
}
