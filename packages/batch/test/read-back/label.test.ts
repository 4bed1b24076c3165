import { createLabeller, defaultTemplate, type Bitmap } from '@claimtag/label'
import { encodeEscPos } from '@claimtag/label/escpos'
import { encodePng } from '@claimtag/label/png'
import { renderSvg } from '@claimtag/label/svg'
import { encodeTspl } from '@claimtag/label/tspl'
import { encodeZpl } from '@claimtag/label/zpl'
import { crc32, deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { keyedDigest } from '../../src/job/digest.ts'
import type { ManifestEntry, ManifestFile } from '../../src/job/manifest.ts'
import { readBackLabel } from '../../src/read-back/label.ts'
import { createSymbolReader } from '../../src/read-back/symbol.ts'

const key = Buffer.alloc(32, 7)
const readSymbol = createSymbolReader()
const code = 'LW:D0:70B3D57ED0000002:70B3D57ED00A0004:00000000:OMX332NEUE2TY7YXLRDIZVOYELM'
const fields = { devEui: '70B3D57ED00A0004', appEui: '70B3D57ED0000002', serialNumber: 'S1' }
const labeller = createLabeller(defaultTemplate, { dpi: 203 })
const placed = labeller.place(code, fields)

function entryOf(says: string): ManifestEntry {
  const symbols = placed.items.flatMap((item) => {
    if (item.type !== 'symbol') return []
    const { x, y, dots, symbol } = item
    const { version, errorCorrection, size: modules } = symbol
    return [{ version, errorCorrection, modules, dots, x, y, digest: keyedDigest(key, says) }]
  })
  return { row: 1, line: 2, devEui: fields.devEui, format: 'thingpark', symbols, files: [] }
}

function readBack(as: string, bytes: Uint8Array, says = code) {
  const file: ManifestFile = { as, file: 'label', bytes: bytes.length, digest: keyedDigest(key, bytes) }
  return readBackLabel(entryOf(says), file, bytes, key, readSymbol)
}

const WRITERS: Readonly<Record<string, (bitmap: Bitmap) => Uint8Array>> = {
  png: (bitmap) => encodePng(bitmap, { dpi: 203 }),
  zpl: (bitmap) => encodeZpl(bitmap),
  tspl: (bitmap) => encodeTspl(bitmap, { stock: defaultTemplate.stock }),
  escpos: (bitmap) => encodeEscPos(bitmap, { rowsPerChunk: 50 }),
}

/** The same label with a fault in its symbol: the printer's dots of the middle of it turned over. */
function damaged(bitmap: Bitmap): Bitmap {
  const data = bitmap.data.slice()
  for (let y = 60; y < 120; y++) for (let x = 8; x < 16; x++) data[y * bitmap.stride + x] = 0xff
  return { ...bitmap, data }
}

describe.each(Object.keys(WRITERS))('%s', (as) => {
  const write = (bitmap: Bitmap): Uint8Array => WRITERS[as]?.(bitmap) ?? new Uint8Array()
  const bitmap = labeller.draw(code, fields)

  test('reads back', async () => {
    expect(await readBack(as, write(bitmap))).toBeUndefined()
  })

  test('that says something else does not', async () => {
    expect(await readBack(as, write(bitmap), `${code}A`)).toBe('reads-otherwise')
  })

  test('with a spoilt symbol does not', async () => {
    expect(await readBack(as, write(damaged(bitmap)))).toBe('not-read')
  })

  test('that is no such picture does not', async () => {
    expect(await readBack(as, Buffer.from('nothing of the kind'))).toBe('no-picture')
  })
})

test('SVG reads back from its paths, and fails when a bar of modules is gone', async () => {
  const svg = renderSvg(placed)
  expect(await readBack('svg', Buffer.from(svg))).toBeUndefined()
  expect(await readBack('svg', Buffer.from(svg), `${code}A`)).toBe('reads-otherwise')
  const bars = svg.replaceAll(/M\d+ (1\d|2\d) ?h\d+v1h-\d+z/g, '')
  expect(bars.length).toBeLessThan(svg.length)
  expect(await readBack('svg', Buffer.from(bars))).toBe('not-read')
})

test('bytes that are not those of the manifest are changed, whatever they show', async () => {
  const bytes = encodePng(labeller.draw(code, fields), { dpi: 203 })
  const file: ManifestFile = {
    as: 'png',
    file: 'label',
    bytes: bytes.length,
    digest: keyedDigest(key, 'other'),
  }
  expect(await readBackLabel(entryOf(code), file, bytes, key, readSymbol)).toBe('changed')
})

/** ISO/IEC 15948, 9.2, written down as the standard has it: a slow twin of what every PNG reader undoes. */
function filtered(bitmap: Bitmap, method: number): Uint8Array {
  const row = Math.ceil(bitmap.width / 8)
  const at = (x: number, y: number): number =>
    x < 0 || y < 0 ? 0 : ~(bitmap.data[y * bitmap.stride + x] ?? 0) & 0xff
  const raw = Buffer.alloc((row + 1) * bitmap.height)
  for (let y = 0; y < bitmap.height; y++) {
    raw[y * (row + 1)] = method
    for (let x = 0; x < row; x++) {
      const [left, up, corner] = [at(x - 1, y), at(x, y - 1), at(x - 1, y - 1)]
      const paeth = [left, up, corner].sort(
        (a, b) => Math.abs(left + up - corner - a) - Math.abs(left + up - corner - b),
      )
      const predicted = [0, left, up, (left + up) >> 1, paeth[0] ?? 0][method] ?? 0
      raw[y * (row + 1) + 1 + x] = at(x, y) - predicted
    }
  }
  return raw
}

test.each([0, 1, 2, 3, 4])('PNG rows filtered by method %j are read', async (method) => {
  const bitmap = labeller.draw(code, fields)
  const png = Buffer.from(encodePng(bitmap, { dpi: 203 }))
  const data = deflateSync(filtered(bitmap, method))
  const begin = png.indexOf('IDAT') - 4
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const checked = Buffer.concat([Buffer.from('IDAT'), data])
  const crc = Buffer.alloc(4)
  crc.writeUInt32BE(crc32(checked))
  const end = begin + 12 + png.readUInt32BE(begin)
  const rewritten = Buffer.concat([png.subarray(0, begin), length, checked, crc, png.subarray(end)])
  expect(await readBack('png', rewritten)).toBeUndefined()
})
