import { labelFields } from '@claimtag/core'
import type { Labeller } from '@claimtag/label'
import { fillNativeZpl } from '@claimtag/label/zpl'
import type { OutputKind } from './kinds.ts'
import { payloadLine, type PayloadLayout } from './payload-csv.ts'
import type { LabelRenderer, Output } from './rendered-label.ts'
import { createShapes } from './shapes.ts'

/**
 * Renders outputs without pixels (`csv`, `zpl-native`), cached by shape.
 *
 * @param as `zpl-native`, `csv` or both
 */
export function createCommandRenderer(
  labeller: Labeller,
  as: readonly OutputKind[],
  payload: PayloadLayout,
): LabelRenderer {
  const shapeOf = createShapes(labeller, as.includes('zpl-native'))
  return (device) => {
    const fields = labelFields(device)
    const words = labeller.says(device.text, fields)
    const { symbols, frame } = shapeOf(device.text, fields)
    const outputs: Output[] = []
    for (const kind of as) {
      if (kind === 'csv') outputs.push({ as: kind, bytes: Buffer.from(payloadLine(device, payload), 'utf8') })
      else if (frame !== undefined) outputs.push({ as: kind, bytes: fillNativeZpl(frame, words) })
    }
    return { symbols, codes: words.codes, outputs }
  }
}
