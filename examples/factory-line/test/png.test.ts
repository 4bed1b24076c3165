import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { encodePng } from '../src/index.ts'

/** Reads a PNG by the standard alone: signature, chunks with their check sums, 1-bit rows without filters. */
function readPng(bytes: Buffer) {
  expect(bytes.subarray(0, 8)).toEqual(Buffer.from('89504e470d0a1a0a', 'hex'))
  const chunks = new Map<string, Buffer>()
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at)
    const named = bytes.subarray(at + 4, at + 8 + length)
    expect(bytes.readUInt32BE(at + 8 + length)).toBe(crc32(named))
    chunks.set(named.toString('latin1', 0, 4), named.subarray(4))
    at += 12 + length
  }
  return chunks
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}

test('a label becomes a 1-bit PNG in which 0 is black', () => {
  const raster = { width: 12, height: 2, stride: 2, data: Uint8Array.of(0xff, 0x00, 0x81, 0xf0) }
  const chunks = readPng(encodePng(raster, 203))
  expect([...chunks.keys()]).toEqual(['IHDR', 'pHYs', 'IDAT', 'IEND'])
  expect(chunks.get('IHDR')).toEqual(Buffer.from('0000000c000000020100000000', 'hex'))
  // 203 dpi are 7,992 dots a metre.
  expect(chunks.get('pHYs')).toEqual(Buffer.from('00001f3800001f3801', 'hex'))
  // Each row begins with its filter, 0.
  expect(inflateSync(chunks.get('IDAT') ?? '').toString('hex')).toBe('0000ff007e0f')
})
