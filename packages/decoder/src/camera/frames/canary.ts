/** Side of the picture that is drawn and read back. */
const SIDE = 8
/** Some browsers change each value a little; that does not keep a code from being read. */
const TOLERANCE = 48

/**
 * Whether what is drawn on a canvas can be read from it. Firefox with `resistFingerprinting`, Tor and LibreWolf give
 * noise in its place, so that no frame of a camera would ever read.
 *
 * @param create makes an empty canvas
 */
export function canReadPixels(create: () => HTMLCanvasElement): boolean {
  const canvas = create()
  canvas.width = canvas.height = SIDE
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) return false
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      context.fillStyle = isDark(x, y) ? '#000' : '#fff'
      context.fillRect(x, y, 1, 1)
    }
  }
  const { data } = context.getImageData(0, 0, SIDE, SIDE)
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const value = data[(y * SIDE + x) * 4] ?? -255
      if (Math.abs(value - (isDark(x, y) ? 0 : 255)) > TOLERANCE) return false
    }
  }
  return true
}

/** No row, column or constant gives it by chance. */
function isDark(x: number, y: number): boolean {
  return ((x * x + 3 * y + x * y) & 3) < 2
}
