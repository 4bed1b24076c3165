import { csvLine } from '../render/csv-line.ts'
import type { RowIssue } from '@claimtag/devices'

/** `refused.csv`: what is wrong with which line, in which column as the input names it. Cells of the input, the token above all, are not repeated in it. */
export function refusedCsv(refusals: readonly RowIssue[]): string {
  const lines = refusals.map(({ line, field, column, code, reason }) => [
    String(line),
    column ?? field ?? '',
    code,
    reason,
  ])
  return [['line', 'field', 'code', 'reason'], ...lines].map(csvLine).join('')
}
