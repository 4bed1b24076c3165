import type { RowIssue } from '@claimtag/devices'
import { csvLine, guarded } from '../render/csv-line.ts'

/**
 * `refused.csv`, line by line: what is wrong with which line, in which column as the input names it. It is for people,
 * so cells that a spreadsheet would run are guarded. Cells of the input, the token above all, are not repeated in it.
 *
 * @param ofSeveral whether there are several files, one of which each line is in
 */
export function* refusedCsv(refusals: Iterable<RowIssue>, ofSeveral: boolean): Generator<string> {
  yield csvLine([...(ofSeveral ? ['file'] : []), 'line', 'field', 'code', 'reason'])
  for (const { line, file = '', field, column, code, reason } of refusals) {
    const place = [...(ofSeveral ? [guarded(file)] : []), String(line)]
    yield csvLine([...place, guarded(column ?? field ?? ''), code, guarded(reason)])
  }
}
