import { ClaimtagError, labelFields } from '@claimtag/core'
import type { Series } from '@claimtag/label/series'
import type { Device, RowIssue } from '@claimtag/devices'
import { rowIssue } from '@claimtag/devices/parts'
import { countedDevice, widestCounter } from '../plan/counters.ts'
import { printedColumns } from '../plan/key-like-columns.ts'
import { copiesIn, MOST_COPIES } from '../render/copies.ts'
import type { JobSource } from '../plan/job-plan.ts'
import { isCopiesColumn } from '../render/printing.ts'
import { shownToken } from './shown-token.ts'

const NONE: readonly RowIssue[] = []

/** Finds the reasons why a device's label cannot be made: a symbol with too few dots, a text that does not fit. */
export function createPlanCheck(
  series: Series,
  { mostCounted, printing }: Pick<JobSource, 'mostCounted' | 'printing'> = {},
): (device: Device, line: number) => readonly RowIssue[] {
  const counter = mostCounted === undefined ? undefined : widestCounter(mostCounted)
  const printed = printedColumns([series.template])
  return (device, line) => {
    try {
      const labelled = counter === undefined ? device : countedDevice(device, counter)
      const symbols = series.check(device.text, labelFields(labelled))
      const shown = shownToken(device, printed)
      if (shown !== undefined) return [rowIssue(line, { code: 'token-shown', column: shown })]
      const copies = printing?.copies
      if (isCopiesColumn(copies) && copiesIn(device, copies) === undefined)
        return [rowIssue(line, { code: 'bad-copies', field: copies.column ?? '', most: MOST_COPIES })]
      // A label without a symbol cannot be read back, so it would pass every later check.
      return symbols.length > 0 ? NONE : [rowIssue(line, { code: 'no-symbol' })]
    } catch (error) {
      if (!(error instanceof ClaimtagError)) throw error
      const issue: { readonly code: string; readonly element?: string } = error.issue
      const { code, element } = issue
      return [{ line, code, ...(element === undefined ? {} : { field: element }), reason: error.message }]
    }
  }
}
