import { createLabeller, type Template } from '@claimtag/label'
import { rasteriseArt } from '@claimtag/label/art'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { isBlack } from '../../src/raster/bitmap.ts'
import { CODE } from '../samples.ts'

const SVG = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0 0h5v10h-5z"/></svg>',
)
const template = (width: number, height: number): Template => ({
  name: 't',
  stock: { width: 40, height: 20 },
  elements: [{ type: 'image', id: 'logo', x: 2, y: 3, width, height, source: 'logo.svg' }],
})

test('an SVG is fitted into its box at the printer’s dots, read once', async () => {
  let reads = 0
  const read = () => {
    reads += 1
    return SVG
  }
  const both = {
    ...template(10, 10),
    elements: [...template(10, 10).elements, { ...template(10, 10).elements[0]!, id: 'again', x: 20 }],
  } as Template
  const art = await rasteriseArt(both, { dpi: 203, read })
  expect(reads).toBe(1)
  const bitmap = createLabeller(both, { dpi: 203, art }).draw(CODE, {})
  for (const left of [16, 160]) {
    for (let y = 0; y < 80; y += 1) {
      for (let x = 0; x < 80; x += 1) expect(isBlack(bitmap, left + x, 24 + y)).toBe(x < 40)
    }
  }
})

test('a picture keeps its proportions', async () => {
  const art = await rasteriseArt(template(20, 10), { dpi: 203, read: () => SVG })
  const [bitmap] = [...art.values()] as [Parameters<typeof isBlack>[0]]
  expect([bitmap.width, bitmap.height]).toEqual([160, 80])
  expect([39, 40, 79, 80].map((x) => isBlack(bitmap, x, 40))).toEqual([false, true, true, false])
})

test('a PNG with transparency lies on white', async () => {
  const png = await sharp({
    create: { width: 10, height: 10, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0.2 } },
  })
    .png()
    .toBuffer()
  const art = await rasteriseArt(template(5, 5), { dpi: 203, read: async () => png })
  expect([...art.values()][0]!.data.every((byte) => byte === 0)).toBe(true)
})

test('what is no picture is refused by name', async () => {
  const rasterised = rasteriseArt(template(5, 5), { dpi: 203, read: () => Buffer.from('hello') })
  await expect(rasterised).rejects.toMatchObject({
    code: 'unreadable-art',
    issue: { element: 'logo (image)', source: 'logo.svg' },
  })
})
