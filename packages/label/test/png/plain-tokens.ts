import type { Bitmap } from '../../src/raster/bitmap.ts'

export interface PlainTokens {
  /** A byte, or a copy: length and distance. */
  readonly tokens: readonly (number | readonly [number, number])[]
  /** The bytes that the tokens stand for. */
  readonly bytes: readonly number[]
}

/**
 * The tokens of a picture byte by byte, as slowly as it is obvious: the bytes of a PNG depend on which copies are
 * found, so `rowTokens` has to find these.
 */
export function plainTokens({ width, height, stride, data }: Bitmap, times: number): PlainTokens {
  const rowBytes = (width + 7) >>> 3
  const distance = rowBytes + 1
  const rows = Array.from({ length: height }, (_, y) =>
    Array.from(data.subarray(y * stride, y * stride + rowBytes)),
  )
  const tokens: (number | readonly [number, number])[] = []
  const bytes: number[] = []
  const seen = new Map<number, { readonly four: string; readonly y: number; readonly x: number }>()

  function copy(length: number, back: number): void {
    for (let rest = length; rest > 0;) {
      const part = rest <= 258 ? rest : Math.min(258, rest - 3)
      tokens.push([part, back])
      rest -= part
    }
    for (let count = 0; count < length; count++) bytes.push(bytes.at(-back)!)
  }

  function byte(value: number): void {
    tokens.push(value)
    bytes.push(value)
  }

  /** How many bytes from one place on are those from another on, both to the ends of their rows. */
  function likeness(y: number, x: number, otherY: number, otherX: number): number {
    const most = rowBytes - Math.max(x, otherX)
    for (let length = 0; length < most; length++)
      if (rows[y]![x + length] !== rows[otherY]![otherX + length]) return length
    return most
  }

  function change(y: number): void {
    const hasAbove = y > 0 && distance <= 32_768
    const like = (x: number): number => (hasAbove ? likeness(y, x, y - 1, x) : 0)
    let x = 0
    if (like(0) + 1 >= 3) {
      x = like(0)
      copy(x + 1, distance)
    } else byte(0)
    while (x < rowBytes) {
      if (like(x) >= 3) {
        const length = like(x)
        copy(length, distance)
        x += length
        continue
      }
      if (x + 6 <= rowBytes) {
        const four = rows[y]!.slice(x, x + 4)
        const number = four.reduce((sum, value, place) => sum + value * 256 ** place, 0)
        const hash = Number((BigInt(number) * 0x9e3779b1n) & 0xffffffffn) >>> 23
        const before = seen.get(hash)
        seen.set(hash, { four: four.join(), y, x })
        const back = before === undefined ? 0 : (y - before.y) * times * distance + x - before.x
        if (before?.four === four.join() && back <= 32_768) {
          const length = likeness(y, x, before.y, before.x)
          if (length >= 6) {
            copy(length, back)
            x += length
            continue
          }
        }
      }
      byte(rows[y]![x]! ^ 255)
      x += 1
    }
  }

  /** How many rows from one on are equal to the row above. */
  function rowsAlike(from: number): number {
    if (from === 0 || distance > 32_768) return 0
    const above = rows[from - 1]!.join()
    const other = rows.findIndex((row, y) => y >= from && row.join() !== above)
    return (other === -1 ? height : other) - from
  }

  for (let y = 0; y < height;) {
    const alike = rowsAlike(y)
    if (alike * times * distance >= 3) {
      copy(alike * times * distance, distance)
      y += alike
    } else {
      change(y)
      copy((times - 1) * distance, distance)
      y += 1
    }
  }
  return { tokens, bytes }
}

/** Adler-32 (RFC 1950, 8.2). */
export function plainAdler(bytes: readonly number[]): number {
  let [low, high] = [1, 0]
  for (const value of bytes) {
    low = (low + value) % 65_521
    high = (high + low) % 65_521
  }
  return high * 65_536 + low
}
