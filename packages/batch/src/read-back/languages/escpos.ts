import type { Dots } from '../dots.ts'

// GS v 0 m xL xH yL yH
const RASTER = Buffer.from([0x1d, 0x76, 0x30, 0x00])
const HEADER = 8

/** The dots of an ESC/POS label: raster images one below the other. */
export function readEscPos(label: Uint8Array): Dots | undefined {
  const bytes = Buffer.from(label)
  const parts: Buffer[] = []
  let stride = 0
  // Dots may look like a command, so the next one is searched for after them.
  for (let at = bytes.indexOf(RASTER); at !== -1;) {
    if (at + HEADER > bytes.length) return undefined
    stride = bytes.readUInt16LE(at + 4)
    const end = at + HEADER + stride * bytes.readUInt16LE(at + 6)
    if (end > bytes.length) return undefined
    parts.push(bytes.subarray(at + HEADER, end))
    at = bytes.indexOf(RASTER, end)
  }
  const data = Buffer.concat(parts)
  return stride === 0 ? undefined : { width: stride * 8, height: data.length / stride, stride, data, dark: 1 }
}
