import type { Template } from '../template/template.ts'
import { captionedHeight, hundredths, identityColumn } from './captioned.ts'

/** Width of a grouped EUI, for capitals 1 high: 16 digits and three half spaces of the mono face. */
const EUI_WIDTH = 14.6
const MARGIN = 0.6

/**
 * A device label for any stock in mm: symbol and identities side by side on a wide one, one above the other on a
 * square or high one. Whether it can be printed at a resolution is checked by `planLabel`.
 *
 * @example
 * ```ts
 * import { templateForStock } from '@claimtag/label'
 *
 * console.log(templateForStock(40, 15).stock.width) // 40
 * ```
 */
export function templateForStock(width: number, height: number): Template {
  const wide = width >= height * 1.4
  return {
    name: `device-${width}x${height}`,
    title: `Device label, ${width} × ${height} mm`,
    stock: { width, height, margin: MARGIN },
    elements: wide ? sideBySide(width, height) : stacked(width, height),
  }
}

function sideBySide(width: number, height: number): Template['elements'] {
  const qr = hundredths(Math.min(height, width * 0.55))
  const room = hundredths(width - qr - MARGIN)
  const size = hundredths(Math.min(room / EUI_WIDTH, height / (3 * captionedHeight(1) + 1)))
  return [
    { type: 'qr', id: 'code', x: 0, y: hundredths((height - qr) / 2), size: qr },
    ...identityColumn({ x: qr, width: room, height, size, gap: hundredths(size * 0.7) }),
  ]
}

function stacked(width: number, height: number): Template['elements'] {
  const room = width - 2 * MARGIN
  const size = hundredths(Math.min(room / EUI_WIDTH, 3))
  const line = size * 1.5
  const qr = hundredths(Math.min(width, height - 2 * line - MARGIN))
  const top = hundredths((height - MARGIN - qr - 2 * line) / 2)
  const text = {
    type: 'text',
    x: MARGIN,
    width: hundredths(room),
    size,
    minSize: hundredths(size * 0.7),
    align: 'center',
  } as const
  return [
    { type: 'qr', id: 'code', x: hundredths((width - qr) / 2), y: top, size: qr },
    { ...text, id: 'devEui', y: hundredths(top + qr), group: 4, text: '{devEui}' },
    { ...text, id: 'serialNumber', y: hundredths(top + qr + line), text: '{serialNumber}' },
  ]
}
