import type { QrSymbol } from '@claimtag/qr'

/** Bytes of a bitmap run from left to right; those of this machine's words may not. */
const LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1

/**
 * Blackens the dots of one row of modules, each module several dots wide.
 *
 * @param left the dot at which the row begins, counted from the first word on
 * @param words white at the beginning; dots run from the highest bit down until `inByteOrder` is called
 */
export function widenRow(
  { rows, wordsPerRow }: QrSymbol,
  row: number,
  dots: number,
  left: number,
  words: Int32Array,
): void {
  for (let word = 0; word < wordsPerRow; word += 1) {
    let modules = rows[row * wordsPerRow + word]!
    let at = left + word * 32 * dots
    while (modules !== 0) {
      const light = Math.clz32(modules)
      const dark = Math.clz32(~(modules << light))
      at += light * dots
      fillBits(words, at, at + dark * dots)
      at += dark * dots
      // A shift by 32 would be a shift by 0.
      modules = light + dark >= 32 ? 0 : modules << (light + dark)
    }
  }
}

/** Puts the highest byte of each word first, on machines that store it last. */
export function inByteOrder(words: Int32Array): void {
  if (LITTLE_ENDIAN) for (let word = 0; word < words.length; word += 1) words[word] = swapped(words[word]!)
}

/** Sets bits `left` to `right - 1`, bit 0 being the highest of the first word. */
function fillBits(words: Int32Array, left: number, right: number): void {
  const [from, to] = [left >>> 5, (right - 1) >>> 5]
  const [head, tail] = [-1 >>> (left & 31), -1 << (31 - ((right - 1) & 31))]
  if (from === to) {
    words[from]! |= head & tail
    return
  }
  words[from]! |= head
  for (let word = from + 1; word < to; word += 1) words[word] = -1
  words[to]! |= tail
}

function swapped(word: number): number {
  return (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)
}
