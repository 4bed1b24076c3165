import type { Contour } from '../font/face.ts'

/**
 * An outline as page content: quadratic curves converted to the cubic ones of PDF.
 *
 * @param pen moves it to the right, in font units
 */
export function contourPath({ ops, points }: Contour, pen = 0): string {
  let path = ''
  let at = 0
  let [x, y] = [0, 0]
  for (const op of ops) {
    const [a = 0, b = 0, c = 0, d = 0] = points
      .slice(at, at + 4)
      .map((value, index) => (index % 2 === 0 ? value + pen : value))
    if (op === 'Q') {
      const control = [
        x + (2 * (a - x)) / 3,
        y + (2 * (b - y)) / 3,
        c + (2 * (a - c)) / 3,
        d + (2 * (b - d)) / 3,
      ]
      path += `${control.map((value) => Math.round(value * 10) / 10).join(' ')} ${c} ${d} c\n`
      ;[x, y] = [c, d]
      at += 4
    } else {
      path += `${a} ${b} ${op === 'M' ? 'm' : 'l'}\n`
      ;[x, y] = [a, b]
      at += 2
    }
  }
  return `${path}h\n`
}
