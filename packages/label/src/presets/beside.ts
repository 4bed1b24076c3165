import type { Template } from '../template/template.ts'
import { hundredths, identityColumn } from './captioned.ts'

interface BesideOptions {
  readonly width: number
  readonly height: number
  readonly cornerRadius: number
  readonly margin?: number
  readonly qr: number
  readonly inset: number
  readonly size: number
  readonly gap: number
}

/** The symbol on the left, vertically centred, the identities beside it. */
export function beside({
  width,
  height,
  cornerRadius,
  margin = 0.8,
  qr,
  inset,
  size,
  gap,
}: BesideOptions): Template {
  const x = hundredths(inset + qr + 0.1)
  return {
    name: `device-${width}x${height}`,
    title: `Device label, ${width} × ${height} mm`,
    stock: { width, height, cornerRadius, margin },
    elements: [
      { type: 'qr', id: 'code', x: inset, y: hundredths((height - qr) / 2), size: qr },
      ...identityColumn({ x, width: hundredths(width - margin - x), height, size, gap }),
    ],
  }
}
