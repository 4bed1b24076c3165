import { ClaimtagError, labelFields } from '@claimtag/core'
import { nativeLabel, type Labeller } from '@claimtag/label'
import { encodeBrother } from '@claimtag/label/brother'
import { encodeNativeZpl } from '@claimtag/label/zpl'
import type { JobSource } from '../plan/job-plan.ts'
import { MOST_SHAPES } from '../render/shapes.ts'
import type { Device, RowIssue } from '@claimtag/devices'
import { rowIssue } from '@claimtag/devices/parts'

const NONE: readonly RowIssue[] = []

/**
 * Says what the label has against a device: a symbol that gets too few dots, a text that does not fit.
 *
 * @param source `media` is what a Brother QL prints on: its edges take no ink, and only a drawn label shows what would
 *   lie there
 */
export function createPlanCheck(
  labeller: Labeller,
  { media, native }: Pick<JobSource, 'media' | 'native'>,
): (device: Device, line: number) => readonly RowIssue[] {
  // Of a million labels, all but a few are shaped like one before.
  const passed = new Set<string>()

  return (device, line) => {
    const fields = labelFields(device)
    const shape = media === undefined ? labeller.shape(device.text, fields) : undefined
    if (shape !== undefined && passed.has(shape)) return NONE
    try {
      const placed = labeller.check(device.text, fields)
      // Nothing to read back is nothing that could be wrong, and yet no label.
      if (!placed.items.some(({ type }) => type === 'symbol')) return [rowIssue(line, { code: 'no-symbol' })]
      if (media !== undefined) encodeBrother(labeller.drawPlaced(placed), { media })
      if (native) encodeNativeZpl(nativeLabel(placed))
      if (shape !== undefined && passed.size < MOST_SHAPES) passed.add(shape)
      return NONE
    } catch (error) {
      if (!(error instanceof ClaimtagError)) throw error
      const issue: { readonly code: string; readonly element?: string } = error.issue
      const { code, element } = issue
      return [{ line, code, ...(element === undefined ? {} : { field: element }), reason: error.message }]
    }
  }
}
