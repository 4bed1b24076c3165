/** The objects of a PDF, written one after the other, with the table of their offsets. */
export interface Objects {
  /** Reserves a number for a later object. */
  reserve(): number
  /** Writes an object and returns its number. */
  add(body: string, number?: number): number
  addStream(entries: string, bytes: Uint8Array): number
  /** The bytes since the last call, once there are enough for a write; until then none. */
  take(): Uint8Array
  /** The last bytes, in parts: the rest, the table of offsets and the trailer. */
  end(catalog: number): Generator<Uint8Array, void>
}

/** Bytes returned at once: a file write for each label would take longer than the label. */
const PART = 65_536
const NOTHING = new Uint8Array(0)

/** A line of the table of offsets, exactly 20 bytes, with the offset to be filled in. */
const ENTRY = '0000000000 00000 n \n'

/** The bytes before the first object; the second line marks the file as binary (ISO 32000-1, 7.5.2). */
export const PDF_HEAD: Uint8Array = Uint8Array.from('%PDF-1.6\n%\u00E2\u00E3\u00CF\u00D3\n', (character) =>
  character.charCodeAt(0),
)

/** Objects 1, 2, 3 … that a file already contains. */
export interface EarlierObjects {
  readonly offsets: ArrayLike<number>
  /** The file's length. */
  readonly end: number
}

/** @param earlier the objects that these follow; without it, a file is begun */
export function createObjects(earlier?: EarlierObjects): Objects {
  let buffer = new Uint8Array(2 * PART)
  let length = 0
  let taken = earlier?.end ?? 0
  let count = 1 + (earlier?.offsets.length ?? 0)
  // Only eight bytes are kept of each object.
  let offsets = new Float64Array(count + 1024)
  if (earlier !== undefined) offsets.set(earlier.offsets, 1)
  const reserve = (room: number): void => {
    if (length + room <= buffer.length) return
    const grown = new Uint8Array(Math.max(buffer.length * 2, length + room))
    grown.set(buffer)
    buffer = grown
  }
  const write = (latin: string): void => {
    reserve(latin.length)
    for (let index = 0; index < latin.length; index += 1) buffer[length + index] = latin.charCodeAt(index)
    length += latin.length
  }
  const takeAll = (): Uint8Array => {
    const part = buffer.slice(0, length)
    taken += length
    length = 0
    return part
  }
  if (earlier === undefined) {
    buffer.set(PDF_HEAD)
    length = PDF_HEAD.length
  }
  const objects: Objects = {
    reserve() {
      if (count === offsets.length) {
        const grown = new Float64Array(count * 2)
        grown.set(offsets)
        offsets = grown
      }
      return count++
    },
    add(body, number = objects.reserve()) {
      offsets[number] = taken + length
      write(`${number} 0 obj\n${body}\nendobj\n`)
      return number
    },
    addStream(entries, bytes) {
      const number = objects.reserve()
      offsets[number] = taken + length
      write(`${number} 0 obj\n<< ${entries} /Length ${bytes.length} >>\nstream\n`)
      reserve(bytes.length)
      buffer.set(bytes, length)
      length += bytes.length
      write('\nendstream\nendobj\n')
      return number
    },
    take: () => (length < PART ? NOTHING : takeAll()),
    *end(catalog) {
      const start = taken + length
      write(`xref\n0 ${count}\n0000000000 65535 f \n`)
      for (let number = 1; number < count; number += 1) {
        write(ENTRY)
        let rest = offsets[number]!
        for (let at = length - ENTRY.length + 9; rest > 0; at -= 1, rest = Math.floor(rest / 10))
          buffer[at] = 48 + (rest % 10)
        if (length >= PART) yield takeAll()
      }
      write(`trailer\n<< /Size ${count} /Root ${catalog} 0 R >>\nstartxref\n${start}\n%%EOF\n`)
      yield takeAll()
    },
  }
  return objects
}
