/** The objects of a PDF, written one after the other, with the table of where they are. */
export interface Objects {
  /** A number for an object that comes later. */
  reserve(): number
  /** Writes an object and gives its number. */
  add(body: string, number?: number): number
  addStream(entries: string, bytes: Uint8Array): number
  /** What was written since the last call. */
  take(): Uint8Array
  /** The last bytes: what is left, the table of places and the trailer. */
  end(catalog: number): Uint8Array
}

export function createObjects(): Objects {
  // The second line marks the file as binary (ISO 32000-1, 7.5.2).
  let parts: Uint8Array[] = [latin('%PDF-1.6\n%\u00E2\u00E3\u00CF\u00D3\n')]
  let written = parts[0]!.length
  const offsets: number[] = [0]
  const write = (bytes: Uint8Array): void => {
    parts.push(bytes)
    written += bytes.length
  }
  const objects: Objects = {
    reserve: () => offsets.push(-1) - 1,
    add(body, number = objects.reserve()) {
      offsets[number] = written
      write(latin(`${number} 0 obj\n${body}\nendobj\n`))
      return number
    },
    addStream(entries, bytes) {
      const number = objects.reserve()
      offsets[number] = written
      write(latin(`${number} 0 obj\n<< ${entries} /Length ${bytes.length} >>\nstream\n`))
      write(bytes)
      write(latin('\nendstream\nendobj\n'))
      return number
    },
    take() {
      const taken = join(parts)
      parts = []
      return taken
    },
    end(catalog) {
      const start = written
      write(latin(`xref\n0 ${offsets.length}\n0000000000 65535 f \n`))
      const table = new Uint8Array((offsets.length - 1) * 20)
      for (let number = 1; number < offsets.length; number += 1) {
        table.set(latin(`${String(offsets[number]).padStart(10, '0')} 00000 n \n`), (number - 1) * 20)
      }
      write(table)
      write(
        latin(`trailer\n<< /Size ${offsets.length} /Root ${catalog} 0 R >>\nstartxref\n${start}\n%%EOF\n`),
      )
      return objects.take()
    },
  }
  return objects
}

function latin(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index)
  return bytes
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
