import { createScanner, textsOf, type DecodeImage, type FoundSymbol } from '@claimtag/decoder/scan'
import { readdirSync, readFileSync } from 'node:fs'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'

// Pictures as people have them: photographs of labels, screenshots, what a print head or a design tool left.
const folder = new URL('data/pictures/', import.meta.url)

/** Node has no decoder of its own. */
const decodeImage: DecodeImage = async (bytes) => {
  const { data, info } = await sharp(bytes)
    .flatten({ background: '#fff' })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { grey: data, width: info.width, height: info.height }
}

const scanner = createScanner({ decodeImage })
const bare = createScanner()

const FIRST =
  'LW:D0:70B3D57ED0000002:70B3D57ED00A0004:00000000:OPHCBEH6GBBL577X4OS4ZTTEF6E:S26W47-00000:PB32:C0F24'
const SECOND =
  'LW:D0:70B3D57ED0000001:70B3D57ED00A0009:00000000:OVRDMRPG7OKHHB7TMZ2DB4M7GWA:S26W47-00001:PB32:CA72A'
const SHORT = 'LW:D0:70B3D57ED0000000:0004A310001AAED6:00000000:OAAISEM2EKVTHPCEZVK54ZXPO74:PB32:CAF0D'

const READ: Readonly<Record<string, readonly string[]>> = {
  '01-rotated-33.jpg': [FIRST],
  '02-tilted.jpg': [FIRST],
  '03-blur-5-of-10px.jpg': [FIRST],
  '03-blur-6-of-10px.jpg': [FIRST],
  '04-jpeg8-noise.jpg': [FIRST],
  // A finder pattern is nothing but light.
  '05-glare-finder.jpg': [],
  '06-inverted.jpg': [FIRST],
  '07-two-labels.jpg': [FIRST, SECOND],
  '08-checkerboard.jpg': [FIRST],
  '09-low-contrast-shadow.jpg': [FIRST],
  '10-cylinder-mild.jpg': [FIRST],
  '10-cylinder-strong.jpg': [FIRST],
  '11-mirrored.jpg': [FIRST],
  '13-small-20.jpg': [FIRST],
  '14-dark.jpg': [FIRST],
  '15-finger.jpg': [FIRST],
  '16-barrel.jpg': [FIRST],
  '17-dead-dots.jpg': [FIRST],
  '20-transparent.png': [SHORT],
  '20b-grey-alpha.png': [SHORT],
  '21-black-border-1-module.png': [SHORT],
  '22-gain-4-of-10.jpg': [FIRST],
  '22-loss-4-of-10.jpg': [FIRST],
  '24-cmyk.jpg': [SHORT],
  '24-label.webp': [SHORT],
  '30-all-parts.png': [SHORT],
  '31-url-device-serial.png': [SHORT, 'https://www.example.com/product/ws-301', '6785C00000000010'],
}

const bytesOf = (name: string): Uint8Array => readFileSync(new URL(name, folder))

test.each(Object.entries(READ))('%s', async (name, texts) => {
  expect(textsOf(await scanner.scan(bytesOf(name)))).toEqual(texts)
})

test('no picture is left out', () => {
  const others = ['24-stub.heic', '30-sa-01.png']
  expect(readdirSync(folder).sort()).toEqual([...Object.keys(READ), ...others].sort())
})

test('half of a text is none, and says which half it is', async () => {
  const [symbol, ...more] = await scanner.scan(bytesOf('30-sa-01.png'))
  expect(more).toEqual([])
  expect(symbol).toMatchObject({ damaged: 'symbol-1-of-2' })
  expect(JSON.stringify(symbol)).not.toContain('OAAISEM2E')
})

test.each([
  ['24-label.webp', 'WebP'],
  ['24-stub.heic', 'HEIC'],
])('%s is named where nothing decodes it', async (name, format) => {
  await expect(bare.scan(bytesOf(name))).rejects.toMatchObject({
    issue: { code: 'unsupported-format', format },
    message: expect.stringContaining(format) as string,
  })
})

describe('AVIF', () => {
  const refused = { issue: { code: 'unsupported-format', format: 'AVIF' } }

  test('is read where something decodes it', async () => {
    expect(textsOf(await scanner.scan(await avif()))).toEqual([SHORT])
  })

  test.each([undefined, 'mif1'])(
    'is named where nothing does, whatever its first brand: %s',
    async (brand) => {
      await expect(bare.scan(await avif(brand))).rejects.toMatchObject(refused)
    },
  )

  test('is named where what was passed in does not decode it', async () => {
    const { scan } = createScanner({ decodeImage: async () => undefined })
    await expect(scan(await avif())).rejects.toMatchObject(refused)
  })
})

test('a stub of a format that is decoded is unreadable', async () => {
  await expect(scanner.scan(bytesOf('24-stub.heic'))).rejects.toMatchObject({ code: 'unreadable-image' })
})

describe('a JPEG of many scans, each of which takes a decoder over all blocks', () => {
  test('is refused at once where they are a minute of work', async () => {
    await expect(bare.scan(await progressive(4000, 1000))).rejects.toMatchObject({ code: 'unreadable-image' })
  })

  test.each([
    [4000, 0],
    [300, 90],
  ])('and looked at where they are not: %i pixels a side, %i more than usual', async (side, more) => {
    expect(await bare.scan(await progressive(side, more), { effort: 'low' })).toEqual([])
  })
})

test('corners are those of the picture, whatever size was looked at', async () => {
  for (const name of ['03-blur-5-of-10px.jpg', '03-blur-6-of-10px.jpg', '10-cylinder-strong.jpg']) {
    const [symbol] = await scanner.scan(bytesOf(name))
    expect(symbol === undefined ? name : isInside(symbol)).toBe(true)
  }
})

function isInside({ corners }: FoundSymbol): boolean {
  return corners.every(({ x, y }) => x > 60 && x < 560 && y > 60 && y < 620)
}

/** A white picture in ten scans, and the last of them so many times more. */
async function progressive(side: number, more: number): Promise<Buffer> {
  const create = { width: side, height: side, channels: 3, background: 'white' } as const
  const jpeg = await sharp({ create }).jpeg({ progressive: true }).toBuffer()
  const end = jpeg.subarray(-2)
  const last = jpeg.subarray(jpeg.lastIndexOf('\xff\xda', undefined, 'latin1'), -2)
  return Buffer.concat([jpeg.subarray(0, -2), ...Array.from({ length: more }, () => last), end])
}

/** @param brand the first of those that the file names */
async function avif(brand?: string): Promise<Buffer> {
  const made = await sharp(bytesOf('20-transparent.png')).flatten({ background: '#fff' }).avif().toBuffer()
  if (brand !== undefined) made.write(brand, 8, 'latin1')
  return made
}
