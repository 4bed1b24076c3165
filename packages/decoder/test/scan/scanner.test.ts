import { constants, crc32, deflateRawSync, deflateSync } from 'node:zlib'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer'
import { beforeAll, describe, expect, test } from 'vitest'
import { ClaimtagError } from '@claimtag/core'
import { createScanner, explain, ScanError, textsOf, type ScanIssue } from '@claimtag/decoder/scan'

const { scan } = createScanner()

const TEXT = 'LW:D0:1122334455667788:AABBCCDDEEFF0011:AABB1122:OAABBCCDDEEFF:SYYWWNNNNNN:PFOOBAR:CAF2C'

// The reader's own twin draws the images, so that nothing of ours is on both sides.
beforeAll(() => {
  const path = createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm')
  return readFile(path).then((wasm) => {
    prepareZXingModule({ overrides: { wasmBinary: wasm.buffer } })
  })
})

async function pngOf(text: string): Promise<Uint8Array> {
  const { image } = await writeBarcode(text, { format: 'QRCode', scale: 4, addQuietZones: true })
  return new Uint8Array(await image!.arrayBuffer())
}

async function pixelsOf(text: string): Promise<{ data: Uint8Array; width: number; height: number }> {
  const { symbol } = await writeBarcode(text, { format: 'QRCode', scale: 1, addQuietZones: false })
  const [scale, quiet] = [4, 4]
  const side = (symbol.width + 2 * quiet) * scale
  const data = new Uint8Array(side * side * 4).fill(255)
  for (let y = 0; y < symbol.height * scale; y++) {
    for (let x = 0; x < symbol.width * scale; x++) {
      const dark = symbol.data[Math.floor(y / scale) * symbol.width + Math.floor(x / scale)] === 0
      if (dark)
        data.fill(
          0,
          ((y + quiet * scale) * side + x + quiet * scale) * 4,
          ((y + quiet * scale) * side + x + quiet * scale) * 4 + 3,
        )
    }
  }
  return { data, width: side, height: side }
}

describe('scan', () => {
  test('reads a PNG to the text exactly as encoded', async () => {
    expect(textsOf(await scan(await pngOf(TEXT)))).toEqual([TEXT])
  })

  test('leaves a GS1 element string and a URL as they are', async () => {
    const link = 'https://id.gs1.org/01/09520123456788/10/ABC1/21/12345?17=180426'
    expect(textsOf(await scan(await pngOf(link)))).toEqual([link])
  })

  test('reads raw pixels, searching and pure alike', async () => {
    const image = await pixelsOf(TEXT)
    expect(textsOf(await scan(image))).toEqual([TEXT])
    expect(textsOf(await scan(image, { pure: true }))).toEqual([TEXT])
  })

  test('a blank image holds nothing and is no error', async () => {
    expect(
      textsOf(await scan({ data: new Uint8Array(100 * 100 * 4).fill(255), width: 100, height: 100 })),
    ).toEqual([])
  })

  test('a symbol torn in half is not read, rather than read wrongly', async () => {
    const image = await pixelsOf(TEXT)
    image.data.fill(255, image.data.length / 2)
    expect(textsOf(await scan(image))).toEqual([])
  })

  test.each([
    ['no bytes', new Uint8Array(0)],
    ['text', new TextEncoder().encode('hello, this is no picture')],
    ['a PNG cut off in its header', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10)],
    ['pixels that do not fill their size', { data: new Uint8Array(4), width: 100, height: 100 }],
    ['a negative size', { data: new Uint8Array(4), width: -1, height: -1 }],
    ['a size that is not whole', { data: new Uint8Array(4), width: 0.5, height: 2 }],
  ])('%s: unreadable-image', async (_, image) => {
    await expect(scan(image)).rejects.toMatchObject({ code: 'unreadable-image' })
  })

  test('a PNG that claims 30,000 × 30,000 pixels is refused before it is inflated', async () => {
    const bomb = await pngOf(TEXT)
    new DataView(bomb.buffer).setUint32(16, 30_000)
    new DataView(bomb.buffer).setUint32(20, 30_000)
    await expect(scan(bomb)).rejects.toBeInstanceOf(ScanError)
    await expect(scan(bomb)).rejects.toBeInstanceOf(ClaimtagError)
    await expect(scan(bomb)).rejects.toMatchObject({
      code: 'image-too-large',
      message: 'The image has more than 64 megapixels; scale it down first.',
    })
  })

  test.each<ScanIssue>([
    { code: 'unreadable-image' },
    { code: 'image-too-large', mostMegapixels: 64 },
    { code: 'wasm-missing' },
  ])('$code has a sentence', (issue) => {
    expect(explain(issue)).toMatch(/^[A-Z].*[.]$/)
    expect(explain(issue)).not.toContain('undefined')
    expect(new ScanError(issue)).toMatchObject({ name: 'ScanError', issue, message: explain(issue) })
  })

  test('takes a Blob and a File as it takes their bytes', async () => {
    const bytes = await pngOf(TEXT)
    expect(textsOf(await scan(new Blob([bytes])))).toEqual([TEXT])
    expect(textsOf(await scan(new File([bytes], 'label.png', { type: 'image/png' })))).toEqual([TEXT])
    await expect(scan(new Blob(['no picture']))).rejects.toMatchObject({ code: 'unreadable-image' })
  })

  test("the reader's WebAssembly is a file of this package, for bundlers to resolve", async () => {
    const path = createRequire(import.meta.url).resolve('@claimtag/decoder/zxing_reader.wasm')
    expect(path).toMatch(/decoder[\\/]dist[\\/]zxing_reader\.wasm$/)
    const scanner = createScanner({ wasm: await readFile(path) })
    expect(textsOf(await scanner.scan(await pngOf(TEXT)))).toEqual([TEXT])
  })

  test('fifty at once all get their own answer', async () => {
    const texts = Array.from({ length: 50 }, (_, index) => `DEVICE ${index}`)
    const images = await Promise.all(texts.map(pngOf))
    expect(await Promise.all(images.map(async (image) => textsOf(await scan(image))))).toEqual(
      texts.map((text) => [text]),
    )
  })
})

function png(width: number, height: number, idat: Uint8Array): Uint8Array {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width)
  header.writeUInt32BE(height, 4)
  header.set([8, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', idat),
    chunk('IEND', new Uint8Array()),
  ])
}

function chunk(type: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(8)
  framed.writeUInt32BE(data.length)
  framed.writeUInt32BE(crc32(named), 4)
  return Buffer.concat([framed.subarray(0, 4), named, framed.subarray(4)])
}

describe('pictures that would inflate to more than they are', () => {
  test('a PNG of 10 × 10 pixels and 400 MB is refused in no memory to speak of', async () => {
    // Blocks of zeros one behind the other: one deflated megabyte, many times.
    const raw = deflateRawSync(Buffer.alloc(1 << 20), { level: 9, finishFlush: constants.Z_SYNC_FLUSH })
    const bomb = Buffer.concat([Buffer.from([0x78, 0xda]), ...Array.from({ length: 400 }, () => raw)])
    const before = process.memoryUsage().rss
    await expect(scan(png(10, 10, bomb))).rejects.toMatchObject({ code: 'unreadable-image' })
    expect(process.memoryUsage().rss - before).toBeLessThan(100e6)
  })

  test.each([
    ['JPEG', [0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xd9]],
    ['GIF', [0x47, 0x49, 0x46, 0x38]],
    ['BMP', [0x42, 0x4d, 0, 0]],
  ])('a %s that says nothing of its size is unreadable', async (_, bytes) => {
    await expect(scan(Uint8Array.from(bytes))).rejects.toMatchObject({ code: 'unreadable-image' })
  })

  test('a large picture that is one is looked at', async () => {
    const rows = Buffer.alloc(1001 * 1000)
    expect(textsOf(await scan(png(1000, 1000, deflateSync(rows, { level: 0 }))))).toEqual([])
  })

  test.each([
    [
      'JPEG',
      [0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 17, 8, 0xff, 0xff, 0xff, 0xff, 3, 1, 0x22, 0],
    ],
    // Bytes between segments, which decoders pass over.
    ['JPEG', [0xff, 0xd8, 0, 1, 2, 0xff, 0xc0, 0, 17, 8, 0xff, 0xff, 0xff, 0xff, 3, 1, 0x22, 0]],
    ['BMP', [0x42, 0x4d, ...Array<number>(12).fill(0), 12, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 1, 0, 1, 0]],
    ['GIF', [0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 0xff, 0xff, 0xff, 0xff, 0, 0, 0]],
    ['BMP', [0x42, 0x4d, ...Array<number>(16).fill(0), 0xff, 0xff, 0, 0, 0xff, 0xff, 0, 0, 1, 0]],
  ])('a %s of 4,295 megapixels is refused by its first bytes', async (_, bytes) => {
    await expect(scan(Uint8Array.from(bytes))).rejects.toMatchObject({ code: 'image-too-large' })
  })
})
