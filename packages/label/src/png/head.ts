import { dotsPerMm } from '../raster/resolution.ts'
import { crc32 } from './crc32.ts'

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

/** Signature, IHDR and pHYs. */
export function pngHead(width: number, height: number, dpi: number | undefined): Uint8Array {
  return Uint8Array.of(
    ...SIGNATURE,
    ...chunk('IHDR', [...be32(width), ...be32(height), 1, 0, 0, 0, 0]),
    ...(dpi === undefined ? [] : resolution(dpi)),
  )
}

function resolution(dpi: number): number[] {
  const perMetre = be32(Math.round(dotsPerMm(dpi) * 1000))
  return chunk('pHYs', [...perMetre, ...perMetre, 1])
}

function chunk(type: string, body: readonly number[]): number[] {
  const named = [...Array.from(type, (letter) => letter.charCodeAt(0)), ...body]
  return [...be32(body.length), ...named, ...be32(crc32(Uint8Array.from(named), 0, named.length))]
}

function be32(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]
}
