import { encodeQr, type ErrorCorrection } from '@claimtag/qr'
import { expect, test } from 'vitest'
import type { Dots } from '../../src/read-back/dots.ts'
import { createSymbolReader } from '../../src/read-back/symbol.ts'

const DOTS = 3
const QUIET_ZONE = 4
const VERSIONS = Array.from({ length: 40 }, (_, index) => index + 1)

/** A picture that has nothing but the middle dot of each dark module: another look at its dots would find no symbol. */
function middles(text: string, version: number, errorCorrection: ErrorCorrection) {
  const { size, get } = encodeQr(text, { errorCorrection, minVersion: version })
  const side = (size + 2 * QUIET_ZONE) * DOTS
  const stride = (side + 7) >>> 3
  const data = new Uint8Array(stride * side)
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) {
      const [x, y] = [(column + QUIET_ZONE) * DOTS + 1, (row + QUIET_ZONE) * DOTS + 1]
      if (get(column, row)) data[y * stride + (x >>> 3)]! |= 0x80 >>> (x & 7)
    }
  const dots: Dots = { width: side, height: side, stride, data, dark: 1 }
  return { dots, symbol: { x: QUIET_ZONE * DOTS, y: QUIET_ZONE * DOTS, modules: size, dots: DOTS } }
}

test.each(['L', 'M', 'Q', 'H'] as const)(
  'symbols of every version are read at one pixel a module, level %s',
  async (level) => {
    const read = createSymbolReader()
    const texts: (string | undefined)[] = []
    for (const version of VERSIONS) {
      const { dots, symbol } = middles(`V${version}`, version, level)
      texts.push(await read(dots, symbol))
    }
    expect(texts).toEqual(VERSIONS.map((version) => `V${version}`))
  },
)
