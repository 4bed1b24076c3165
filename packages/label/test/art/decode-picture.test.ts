import sharp from 'sharp'
import { expect, test } from 'vitest'
import { decodePicture } from '../../src/art/decode-picture.ts'

const made = (background: string) => sharp({ create: { width: 3, height: 2, channels: 4, background } })

test.each([
  ['black', 0],
  ['#0000', 255],
  ['#808080', 128],
])('%s is grey of %i, a byte each', async (background, value) => {
  const picture = await decodePicture(await made(background).webp({ lossless: true }).toBuffer())
  expect([picture?.width, picture?.height]).toEqual([3, 2])
  expect([...(picture?.grey ?? [])]).toEqual(Array.from({ length: 6 }, () => value))
})

test('what is no picture is refused', async () => {
  await expect(decodePicture(Buffer.from('nothing of the kind'))).rejects.toThrow('unsupported image format')
})
