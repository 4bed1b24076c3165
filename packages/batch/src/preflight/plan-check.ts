import { ClaimtagError } from '@claimtag/core'
import type { Labeller } from '@claimtag/label'
import { encodeBrother, type BrotherMediaName } from '@claimtag/label/brother'
import { labelFields } from '../output/label-text.ts'
import type { Device } from '../rows/device.ts'
import type { RowIssue } from '../rows/row-issue.ts'

const NONE: readonly RowIssue[] = []

/**
 * Says what the label has against a device: a symbol that gets too few dots, a text that does not fit.
 *
 * @param media what a Brother QL prints on: its edges take no ink, and only a drawn label shows what would lie there
 */
export function createPlanCheck(
  labeller: Labeller,
  media?: BrotherMediaName,
): (device: Device, line: number) => readonly RowIssue[] {
  return (device, line) => {
    try {
      const fields = labelFields(device)
      labeller.check(device.text, fields)
      if (media !== undefined) encodeBrother(labeller.draw(device.text, fields), { media })
      return NONE
    } catch (error) {
      if (!(error instanceof ClaimtagError)) throw error
      const issue: { readonly code: string; readonly element?: string } = error.issue
      const { code, element } = issue
      return [{ line, code, ...(element === undefined ? {} : { field: element }), reason: error.message }]
    }
  }
}
