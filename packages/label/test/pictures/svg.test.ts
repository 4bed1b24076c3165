import { createScanner, textsOf } from '@claimtag/decoder/scan'
import { createLabeller, type PlacedLabel, presets } from '@claimtag/label'
import { renderSvg } from '@claimtag/label/svg'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { CODE, FIELDS } from '../samples.ts'

const scanner = createScanner()

const labeller = createLabeller(presets['device-50x25']!, { dpi: 300 })

/** Grey of each dot, drawn at one pixel a dot. */
async function rasterised(placed: PlacedLabel): Promise<Buffer> {
  const { width, height } = placed
  const sized = /width="[\d.]+mm" height="[\d.]+mm" viewBox="[^"]*"/
  const svg = renderSvg(placed).replace(
    sized,
    `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`,
  )
  const { data, info } = await sharp(Buffer.from(svg)).greyscale().raw().toBuffer({ resolveWithObject: true })
  expect([info.width, info.height, info.channels]).toEqual([width, height, 1])
  return data
}

test('has its size in mm and its coordinates in dots', () => {
  const svg = renderSvg(labeller.place(CODE, FIELDS))
  expect(svg).toMatch(
    /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="50mm" height="25mm" viewBox="0 0 590.5512 295.2756">/,
  )
  expect(svg).toMatch(/<\/svg>\n$/)
  // Words are outlines: no font is asked for, and the code is nowhere in the file.
  expect(svg).not.toContain('<text')
  expect(svg).not.toContain(CODE.slice(60, 70))
  expect(renderSvg(labeller.place(CODE, FIELDS))).toBe(svg)
})

test('rasterised at its own resolution it has the dots of the raster, all but some at the edges of curves', async () => {
  const placed = labeller.place(CODE, FIELDS)
  const bitmap = labeller.draw(CODE, FIELDS)
  const data = await rasterised(placed)
  const symbol = placed.items.find((item) => item.type === 'symbol')!
  const differs = { inSymbol: 0, elsewhere: 0, black: 0 }
  for (let y = 0; y < placed.height; y += 1) {
    for (let x = 0; x < placed.width; x += 1) {
      const black = ((bitmap.data[y * bitmap.stride + (x >>> 3)]! << (x & 7)) & 0x80) !== 0
      if (black) differs.black += 1
      if (data[y * placed.width + x]! < 128 === black) continue
      differs[x < symbol.x + symbol.modules * symbol.dots ? 'inSymbol' : 'elsewhere'] += 1
    }
  }
  expect(differs.black).toBeGreaterThan(20_000)
  expect(differs.inSymbol).toBe(0)
  expect(differs.elsewhere).toBeLessThan(0.05 * differs.black)
})

test('a reader reads it at any size', async () => {
  const svg = Buffer.from(renderSvg(labeller.place(CODE, FIELDS)))
  for (const density of [100, 150, 203]) {
    expect(textsOf(await scanner.scan(await sharp(svg, { density }).png().toBuffer()))).toEqual([CODE])
  }
})

test('every shape is drawn where the raster has it', async () => {
  const template = {
    name: 't',
    stock: { width: 30, height: 20 },
    elements: [
      { type: 'line', x: 1, y: 1, direction: 'horizontal', length: 28, thickness: 0.5 },
      { type: 'box', x: 2, y: 4, width: 10, height: 8, thickness: 0.5, radius: 2 },
      { type: 'box', x: 15, y: 4, width: 10, height: 8, thickness: 0, radius: 3 },
      { type: 'text', x: 27, y: 2, width: 16, size: 1.5, text: 'Rev. Q', rotate: 90 },
    ],
  } as const
  const made = createLabeller(template, { dpi: 203 })
  const placed = made.place(CODE, {})
  const bitmap = made.draw(CODE, {})
  const data = await rasterised(placed)
  let [black, differ] = [0, 0]
  for (let y = 0; y < placed.height; y += 1) {
    for (let x = 0; x < placed.width; x += 1) {
      const dot = ((bitmap.data[y * bitmap.stride + (x >>> 3)]! << (x & 7)) & 0x80) !== 0
      if (dot) black += 1
      if (data[y * placed.width + x]! < 128 !== dot) differ += 1
    }
  }
  expect(black).toBeGreaterThan(6000)
  expect(differ).toBeLessThan(150)
})
