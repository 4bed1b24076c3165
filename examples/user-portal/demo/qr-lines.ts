import { encodeQr } from '@claimtag/qr'

/** A QR code for a terminal: two modules above each other in a character, dark on light whatever the colours. */
export function qrLines(text: string): readonly string[] {
  const { size, get } = encodeQr(text)
  const isDark = (x: number, y: number): boolean => x >= 0 && y >= 0 && x < size && y < size && get(x, y)
  const lines: string[] = []
  for (let y = -2; y < size + 2; y += 2) {
    let line = ''
    for (let x = -2; x < size + 2; x++) {
      const [upper, lower] = [isDark(x, y), isDark(x, y + 1)]
      line += upper ? (lower ? ' ' : '▄') : lower ? '▀' : '█'
    }
    lines.push(line)
  }
  return lines
}
