import { createLabeller, defaultTemplate, type Bitmap } from '@claimtag/label'
import { encodeBrother } from '@claimtag/label/brother'
import { encodeEpl2 } from '@claimtag/label/epl2'
import { encodeEscPos } from '@claimtag/label/escpos'
import { encodePng } from '@claimtag/label/png'
import { renderSvg } from '@claimtag/label/svg'
import { encodeTspl } from '@claimtag/label/tspl'
import { encodeZpl } from '@claimtag/label/zpl'
import { crc32, deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { createLabelDigests } from '../../src/ledger/manifest/label-digests.ts'
import type { ManifestEntry, ManifestFile } from '../../src/ledger/manifest/manifest.ts'
import { readBrother } from '../../src/read-back/languages/brother.ts'
import { readEpl2 } from '../../src/read-back/languages/epl2.ts'
import { readBackLabel } from '../../src/read-back/label.ts'
import { createBarcodeReader } from '../../src/read-back/barcode.ts'
import { createSymbolReader } from '../../src/read-back/symbol.ts'

const key = Buffer.alloc(32, 7)
const digests = createLabelDigests(key, 3)
const tools = { digests, readSymbol: createSymbolReader(), readBarcode: createBarcodeReader() }
const code = 'LW:D0:70B3D57ED0000002:70B3D57ED00A0004:00000000:OMX332NEUE2TY7YXLRDIZVOYELM'
const fields = { devEui: '70B3D57ED00A0004', appEui: '70B3D57ED0000002', serialNumber: 'S1' }
const labeller = createLabeller(defaultTemplate, { dpi: 203 })
const placed = labeller.place(code, fields)

function entryOf(says: string): ManifestEntry {
  const symbols = placed.items.flatMap((item) => {
    if (item.type !== 'symbol') return []
    const { x, y, dots, version, errorCorrection, modules } = item
    return [{ version, errorCorrection, modules, dots, x, y, digest: digests.symbol(fields.devEui, says) }]
  })
  return { row: 1, line: 2, devEui: fields.devEui, format: 'thingpark', symbols, files: [] }
}

function readBack(as: string, bytes: Uint8Array, says = code) {
  const [kind = as] = as.split(',')
  const unsigned = { as: kind, file: 'label', bytes: bytes.length }
  const file: ManifestFile = { ...unsigned, digest: digests.file(fields.devEui, unsigned, bytes) }
  return readBackLabel(entryOf(says), file, bytes, tools)
}

const WRITERS: Readonly<Record<string, (bitmap: Bitmap) => Uint8Array>> = {
  png: (bitmap) => encodePng(bitmap, { dpi: 203 }),
  zpl: (bitmap) => encodeZpl(bitmap),
  tspl: (bitmap) => encodeTspl(bitmap, { stock: defaultTemplate.stock }),
  escpos: (bitmap) => encodeEscPos(bitmap, { rowsPerChunk: 50 }),
  epl2: (bitmap) => encodeEpl2(bitmap),
  brother: (bitmap) => encodeBrother(bitmap, { media: '62' }),
  'brother, packed, on a die-cut label': (bitmap) =>
    encodeBrother(bitmap, { media: '62x100', compress: true, cut: false }),
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
    digest: '0'.repeat(32),
  }
  expect(await readBackLabel(entryOf(code), file, bytes, tools)).toBe('changed')
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

/**
 * Reading would find a symbol that lies elsewhere too, by searching all of the paper, but not the symbol that is
 * meant.
 */
test.each(['epl2', 'brother', 'brother, packed, on a die-cut label'])(
  'the dots of %s are those of the label',
  async (as) => {
    const bitmap = labeller.draw(code, fields)
    const bytes = WRITERS[as]?.(bitmap) ?? new Uint8Array()
    const [kind] = as.split(',')
    const dots = kind === 'epl2' ? readEpl2(bytes) : readBrother(bytes, entryOf(code).symbols)
    const isDark = (x: number, y: number): boolean => {
      const byte = dots?.data[y * dots.stride + (x >>> 3)] ?? 0
      return ((byte >>> (7 - (x & 7))) & 1) === dots?.dark
    }
    const wrong: string[] = []
    for (let y = 0; y < bitmap.height; y++) {
      for (let x = 0; x < bitmap.width; x++) {
        const black = (((bitmap.data[y * bitmap.stride + (x >>> 3)] ?? 0) >>> (7 - (x & 7))) & 1) === 1
        if (isDark(x, y) !== black) wrong.push(`${x},${y}`)
      }
    }
    expect(wrong).toEqual([])
  },
)

describe('a stream that a printer would not print is no picture', () => {
  const bitmap = labeller.draw(code, fields)
  const epl2 = Buffer.from(encodeEpl2(bitmap))
  const brother = Buffer.from(encodeBrother(bitmap, { media: '62' }))
  const page = brother.indexOf(Buffer.from([0x1b, 0x69, 0x7a]))

  test.each<[string, string, Buffer]>([
    ['EPL2 without P', 'epl2', epl2.subarray(0, epl2.lastIndexOf('P'))],
    ['EPL2 with a row missing', 'epl2', Buffer.concat([epl2.subarray(0, 100), epl2.subarray(100 + 50)])],
    ['EPL2 that draws before N', 'epl2', Buffer.from(epl2.toString('latin1').replace('N\n', ''), 'latin1')],
    ['a Brother job without a print command', 'brother', brother.subarray(0, -1)],
    [
      'a Brother job with fewer lines than it said',
      'brother',
      Buffer.concat([brother.subarray(0, -1 - 93), brother.subarray(-1)]),
    ],
    [
      'a Brother job outside raster mode',
      'brother',
      Buffer.concat([brother.subarray(0, page - 4), brother.subarray(page)]),
    ],
  ])('%s', async (_, as, bytes) => {
    expect(await readBack(as, bytes)).toBe('no-picture')
  })
})
