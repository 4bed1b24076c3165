import { createScanner, textsOf } from '@claimtag/decoder/scan'
import { createLabeller, defaultTemplate, nativeLabel } from '@claimtag/label'
import { encodeBrother } from '@claimtag/label/brother'
import { createEpl2Row, encodeEpl2 } from '@claimtag/label/epl2'
import { encodeEscPos } from '@claimtag/label/escpos'
import { createLabelObjects, labelHeader, PDF_HEAD } from '@claimtag/label/pdf-volume'
import { encodePng } from '@claimtag/label/png'
import { renderSvg } from '@claimtag/label/svg'
import { createTsplRow, encodeTspl } from '@claimtag/label/tspl'
import { createZplRow, encodeNativeZpl, encodeZpl, type PrintRow } from '@claimtag/label/zpl'
import { deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { localHeader } from '../../src/disk/zip-records.ts'
import { labelFile } from '../../src/label-file/label-file.ts'

const labeller = createLabeller(defaultTemplate, { dpi: 203 })
const { scan } = createScanner()
const CODES = [4, 5, 6].map(
  (digit) =>
    `LW:D0:70B3D57ED0000002:70B3D57ED00A000${digit}:00000000:OMX332NEUE2TY7YXLRDIZVOYELM:S_26~W^${digit}`,
)
const fields = { devEui: '70B3D57ED00A0004', appEui: '70B3D57ED0000002', serialNumber: 'S1' }
const places = CODES.map((code) => labeller.place(code, fields))
const bitmaps = CODES.map((code) => labeller.draw(code, fields))
const inZip = (name: string, bytes: Uint8Array): Buffer =>
  Buffer.concat([localHeader(name, bytes).header, bytes])
const pngs = bitmaps.map((bitmap) => encodePng(bitmap, { dpi: 203 }))
const svgs = places.map((place) => Buffer.from(renderSvg(place)))

const ROW = { width: 824, height: 200 }

/** The labels in rows of two; each is found together with what stands around it. */
function inRows({ opening, closing, label }: PrintRow): readonly Uint8Array[] {
  return bitmaps.map((bitmap, at) => {
    const bytes = label(bitmap, at % 2 === 0 ? 0 : 424)
    const isLast = at % 2 === 1 || at + 1 === bitmaps.length
    return Buffer.concat([at % 2 === 0 ? opening : NOTHING, bytes, isLast ? closing : NOTHING])
  })
}

const NOTHING = Buffer.alloc(0)

const FILES: Readonly<Record<string, readonly Uint8Array[]>> = {
  zpl: bitmaps.map((bitmap) => encodeZpl(bitmap)),
  'zpl, native': places.map((place) => encodeNativeZpl(nativeLabel(place))),
  tspl: bitmaps.map((bitmap) => encodeTspl(bitmap, { stock: defaultTemplate.stock })),
  escpos: bitmaps.map((bitmap) => encodeEscPos(bitmap, { rowsPerChunk: 50, cut: 'full' })),
  epl2: bitmaps.map((bitmap) => encodeEpl2(bitmap)),
  'zpl, side by side': inRows(createZplRow(ROW)),
  'tspl, side by side': inRows(createTsplRow({ stock: { width: 103, height: 25 } })),
  'epl2, side by side': inRows(createEpl2Row(ROW)),
  brother: bitmaps.map((bitmap) => encodeBrother(bitmap, { media: '62' })),
  'brother, packed': bitmaps.map((bitmap) => encodeBrother(bitmap, { media: '62x100', compress: true })),
  'zip, of PNG': pngs.map((png, index) => inZip(`${index}.png`, png)),
  'zip, of SVG': svgs.map((svg, index) => inZip(`${index}.svg`, svg)),
}

async function textsIn(bytes: Uint8Array): Promise<readonly (readonly string[])[]> {
  const texts: (readonly string[])[] = []
  for (const { image, texts: written } of labelFile(bytes)?.labels() ?? [])
    texts.push(written ?? (image === undefined ? [] : textsOf(await scan(image))))
  return texts
}

describe.each(Object.entries(FILES))('%s', (name, labels) => {
  const file = Buffer.concat(labels)
  const [kind = ''] = name.split(',')

  test('every label is found, in the order of the file', async () => {
    expect(labelFile(file)?.kind).toBe(kind)
    expect(await textsIn(file)).toEqual(CODES.map((code) => [code]))
    expect([...(labelFile(file)?.labels() ?? [])].map(({ number }) => number)).toEqual([1, 2, 3])
  })

  test('wherever the file was cut off, what is whole is found and nothing throws', async () => {
    for (let length = 0; length < file.length; length += 997) {
      const found = [...(labelFile(file.subarray(0, length))?.labels() ?? [])]
      expect(found.length).toBeLessThanOrEqual(3)
    }
    expect((await textsIn(file.subarray(0, -1))).slice(0, 2)).toEqual([[CODES[0]], [CODES[1]]])
  })
})

test('whatever byte of a head is another one, nothing throws', () => {
  for (const file of [
    ...Object.values(FILES).map((labels) => Buffer.concat(labels)),
    svgs[0] ?? Buffer.alloc(0),
  ]) {
    for (let at = 0; at < 240; at += 5) {
      for (const byte of [0, 0x39, 0xff]) {
        const changed = Buffer.from(file.subarray(0, 4000))
        changed[at] = byte
        expect(() => [...(labelFile(changed)?.labels() ?? [])]).not.toThrow()
      }
    }
  }
})

test('one label in SVG, and three in a PDF', async () => {
  expect(await textsIn(svgs[0] ?? Buffer.alloc(0))).toEqual([[CODES[0]]])
  const objectOf = createLabelObjects(undefined)
  const objects = places.flatMap((place, index) => [Buffer.from(labelHeader(index)), objectOf(place)])
  const pdf = Buffer.concat([PDF_HEAD, ...objects, Buffer.from('4 0 obj\n<< /Type /Pages >>\nendobj\n')])
  expect(await textsIn(pdf)).toEqual(CODES.map((code) => [code]))
  for (let length = 0; length < pdf.length; length += 997)
    expect([...(labelFile(pdf.subarray(0, length))?.labels() ?? [])].length).toBeLessThanOrEqual(3)
})

test('entries of an archive have their names, and what is compressed has no picture', () => {
  const png = pngs[0] ?? Buffer.alloc(0)
  const deflated = inZip('b.png', deflateSync(png))
  deflated.writeUInt16LE(8, 8)
  const file = Buffer.concat([inZip('a/', Buffer.alloc(0)), inZip('a/1.png', png), deflated])
  const labels = [...(labelFile(file)?.labels() ?? [])]
  expect(labels.map(({ name, image }) => [name, image !== undefined])).toEqual([
    ['a/1.png', true],
    ['b.png', false],
  ])
})

test.each([
  ['nothing', ''],
  ['a code', CODES[0] ?? ''],
  ['a PNG', Buffer.from(pngs[0] ?? []).toString('latin1')],
  ['a table', 'devEui,payload\r\n'],
])('%s is no file of labels', (_, text) => {
  expect(labelFile(Buffer.from(text, 'latin1'))).toBeUndefined()
})

test.each([
  ['zpl', '^XA^PW99999999^LL99999999^LH0,0^FO0,0^GFA,8,8,1,FF^FS^XZ'],
  ['tspl', '\r\nSIZE 50 mm,25 mm\r\nBITMAP 0,0,99999999,99999999,0,x'],
  ['epl2', '\nq99999999\nQ99999999,24\nN\nGW0,0,1,1,x\nP1\n'],
  ['epl2', `\nq8000\nQ8000,24\n${'N\n'.repeat(100_000)}P1\n`],
  ['escpos', '\x1b@\x1dv0\0\xff\xff\xff\xff'],
  ['svg', '<svg viewBox="0 0 99999999 99999999">'],
  [
    'svg',
    `<svg viewBox="0 0 2000 2000"><path shape-rendering="crispEdges" transform="translate(0 0)scale(2000)" d="${'M0 0h1v1h-1z'.repeat(100_000)}"/></svg>`,
  ],
  ['pdf', '%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>'],
])('%s of a hostile size costs nothing', (kind, text) => {
  const file = labelFile(Buffer.from(text, 'latin1'))
  expect(file?.kind).toBe(kind)
  expect([...(file?.labels() ?? [])].every(({ image }) => image === undefined)).toBe(true)
})
