import type { Dots } from './dots.ts'

const FIELD = /\^FO(\d+),(\d+)\^GFA,(\d+),(\d+),(\d+),([^^]*)\^FS/g
const SIZE = /\^PW(\d+)\^LL(\d+)/

/** The dots of a raster ZPL label, unpacked as a printer does it (`^GF`, ASCII with run lengths). */
export function readZpl(zpl: string): Dots | undefined {
  const size = SIZE.exec(zpl)
  if (size === null) return undefined
  const [width, height] = [Number(size[1]), Number(size[2])]
  const stride = (width + 7) >>> 3
  const data = new Uint8Array(stride * height)
  for (const [, , top = '', , , bytesPerRow = '', packed = ''] of zpl.matchAll(FIELD)) {
    if (Number(bytesPerRow) !== stride) return undefined
    unpack(packed, stride, data.subarray(Number(top) * stride))
  }
  return { width, height, stride, data, dark: 1 }
}

// ZPL II Programming Guide, "Alternative Data Compression Scheme": G to Y are 1 to 19, g to z are 20 to 400 in
// twenties, added up; `,` fills the row with 0, `!` with F; `:` repeats the row above.
function unpack(text: string, stride: number, into: Uint8Array): void {
  const digits = stride * 2
  let at = 0
  let count = 0
  const put = (value: number, times: number): void => {
    for (let i = 0; i < times; i++, at++) {
      const byte = at >>> 1
      if (byte < into.length) into[byte] = (at & 1) === 0 ? value << 4 : (into[byte] ?? 0) | value
    }
  }
  const untilRowEnd = (): number => digits - (at % digits)
  for (const character of text) {
    const code = character.charCodeAt(0)
    if (character === ',') put(0, untilRowEnd())
    else if (character === '!') put(15, untilRowEnd())
    else if (character === ':') {
      const row = (at / digits) * stride
      into.copyWithin(row, row - stride, row)
      at += digits
    } else if (code >= 0x47 && code <= 0x59) count += code - 0x46
    else if (code >= 0x67 && code <= 0x7a) count += (code - 0x66) * 20
    else {
      const value = Number.parseInt(character, 16)
      if (Number.isNaN(value)) continue
      put(value, count === 0 ? 1 : count)
      count = 0
    }
  }
}
