// Draws every preset of @claimtag/label onto one page, as its printer would: `npm run gallery [FILE] [DPI]`.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { encode, thingpark } from '../packages/core/dist/index.js'
import { createAtlases } from '../packages/label/dist/font/atlases.js'
import { blitBitmap, createBitmap } from '../packages/label/dist/raster/bitmap.js'
import { compose } from '../packages/label/dist/draw/compose.js'
import { createLabeller, defaultTemplate, presets } from '../packages/label/dist/index.js'
import { encodePng } from '../packages/label/dist/png/png.js'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [file = join(root, 'packages/label/docs/gallery.png'), resolution = '300'] = process.argv.slice(2)
const dpi = Number(resolution)

const record = { devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002', serialNumber: '26W47-00421' }
const fields = { ...record, appEui: record.joinEui }
const code = encode({ ...record, ownerToken: 'MDEyMzQ1Njc4OUFCQ0RFRg==' }, thingpark)

const gap = Math.round(dpi / 5)
const caption = Math.round(dpi / 16)
const pageWidth = dpi * 9
const atlases = createAtlases()

// Rows are filled from left to right, highest labels first, so that a row wastes little.
const drawn = Object.values(presets)
  .map((template) => draw(template))
  .sort((a, b) => b.height - a.height || b.width - a.width)
const placed = []
let [x, y, rowHeight] = [gap, gap, 0]
for (const label of drawn) {
  if (x + label.width + gap > pageWidth) {
    x = gap
    y += rowHeight + gap
    rowHeight = 0
  }
  placed.push({ ...label, x, y })
  x += label.width + gap
  rowHeight = Math.max(rowHeight, label.height)
}

const page = createBitmap(pageWidth, y + rowHeight + gap)
for (const label of placed) {
  const { bitmap, radius } = label
  if (bitmap !== undefined) blitBitmap(page, bitmap, label.x, label.y)
  const frame = {
    type: 'ink',
    x: label.x - 2,
    y: label.y - 2,
    width: label.labelWidth + 4,
    height: label.labelHeight + 4,
  }
  compose(page, { ...frame, thickness: 2, radius: radius + 2 }, atlases)
  write(label.title, label.x, label.y + label.labelHeight + 4 + Math.round(caption * 1.8))
}
mkdirSync(dirname(file), { recursive: true })
writeFileSync(file, encodePng(page, { dpi }))
process.stdout.write(`${file}\n`)

// The picture at the head of the project: the default label with its die cut.
if (process.argv.length === 2) {
  const { bitmap, labelWidth, labelHeight, radius } = draw(defaultTemplate)
  const picture = createBitmap(labelWidth + 8, labelHeight + 8)
  blitBitmap(picture, bitmap, 4, 4)
  const frame = { type: 'ink', x: 1, y: 1, width: labelWidth + 6, height: labelHeight + 6 }
  compose(picture, { ...frame, thickness: 2, radius: radius + 3 }, atlases)
  writeFileSync(join(root, 'packages/label/docs/label.png'), encodePng(picture, { dpi }))
}

function draw(template) {
  const { width, height, cornerRadius = 0 } = template.stock
  const [labelWidth, labelHeight] = [width, height].map((mm) => Math.round((mm * dpi) / 25.4))
  let bitmap
  let title = `${template.name}`
  try {
    bitmap = createLabeller(template, { dpi }).draw(code, fields)
  } catch (error) {
    title += `: ${error.code} at ${dpi} dpi`
  }
  const wide = Math.max(labelWidth, textWidth(title))
  return {
    title,
    bitmap,
    labelWidth,
    labelHeight,
    width: wide,
    height: labelHeight + caption * 3,
    radius: Math.round((cornerRadius * dpi) / 25.4),
  }
}

function textWidth(text) {
  return Array.from(text).reduce(
    (width, character) => width + atlases('sans', caption, 0).glyph(character).advance,
    0,
  )
}

function write(text, left, baseline) {
  const pens = []
  let pen = 0
  for (const character of text) {
    pens.push(pen)
    pen += atlases('sans', caption, 0).glyph(character).advance
  }
  compose(
    page,
    { type: 'text', x: left, y: baseline, turn: 0, face: 'sans', capDots: caption, text, pens },
    atlases,
  )
}
