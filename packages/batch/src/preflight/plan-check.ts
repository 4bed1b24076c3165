import { ClaimtagError, labelFields } from '@claimtag/core'
import type { Series } from '@claimtag/label/series'
import type { Device, RowIssue } from '@claimtag/devices'
import { rowIssue } from '@claimtag/devices/parts'

const NONE: readonly RowIssue[] = []

/** Finds the reasons why a device's label cannot be made: a symbol with too few dots, a text that does not fit. */
export function createPlanCheck(series: Series): (device: Device, line: number) => readonly RowIssue[] {
  return (device, line) => {
    try {
      const symbols = series.check(device.text, labelFields(device))
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
