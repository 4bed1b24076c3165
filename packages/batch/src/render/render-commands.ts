import { labelFields } from '@claimtag/core'
import type { Series } from '@claimtag/label/series'
import type { OutputKind } from './kinds.ts'
import { payloadLine, type PayloadLayout } from './payload-csv.ts'
import type { LabelRenderer, Output } from './rendered-label.ts'

/**
 * Renders outputs without pixels (`csv`, `zpl-native`).
 *
 * @param as `zpl-native`, `csv` or both
 */
export function createCommandRenderer(
  series: Series,
  as: readonly OutputKind[],
  payload: PayloadLayout,
): LabelRenderer {
  return (device) => {
    const { symbols, codes, zpl } = series.outline(device.text, labelFields(device))
    const outputs: Output[] = []
    for (const kind of as) {
      if (kind === 'csv') outputs.push({ as: kind, bytes: Buffer.from(payloadLine(device, payload), 'utf8') })
      else if (zpl !== undefined) outputs.push({ as: kind, bytes: zpl })
    }
    return { symbols, codes, outputs }
  }
}
