import { labelFields } from '@claimtag/core'
import type { Series } from '@claimtag/label/series'
import type { OutputKind } from './kinds.ts'
import { payloadLine, type PayloadLayout } from './payload-csv.ts'
import type { PrintRows } from './print-rows.ts'
import type { LabelRenderer, Output } from './rendered-label.ts'

/**
 * Renders outputs without pixels (`csv`, `zpl-native`).
 *
 * @param as `zpl-native`, `csv` or both
 * @param rows where labels lie side by side
 */
export function createCommandRenderer(
  series: Series,
  as: readonly OutputKind[],
  payload: PayloadLayout,
  rows: PrintRows | undefined,
): LabelRenderer {
  return (device, column = 0) => {
    const { symbols, codes, zpl } = series.outline(device.text, labelFields(device), rows?.lefts[column])
    const outputs: Output[] = []
    for (const kind of as) {
      if (kind === 'csv') outputs.push({ as: kind, bytes: Buffer.from(payloadLine(device, payload), 'utf8') })
      else if (zpl !== undefined) outputs.push({ as: kind, bytes: zpl })
    }
    return { symbols, codes, outputs }
  }
}
