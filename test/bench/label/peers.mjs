// All ways to make a label in the benchmark. An item is CODE, DevEUI, AppEUI and serial number, tabs between.
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'

const require = createRequire(import.meta.url)

function versionOf(name) {
  for (const folder of require.resolve.paths(name)) {
    try {
      return JSON.parse(readFileSync(`${folder}/${name}/package.json`, 'utf8')).version
    } catch {}
  }
  return '?'
}

/** 75 × 37.5 mm at 203 dpi are 600 × 300 dots. */
const DPI = 203
/** 45 modules of a version 5 symbol with its quiet zone, 10 dots each. */
const DOTS = 10

export function parseItem(item) {
  const [code, devEui, appEui, serialNumber] = item.split('\t')
  return { code, fields: { devEui, appEui, serialNumber } }
}

const grouped = (eui) => eui.replace(/(.{4})(?=.)/g, '$1 ')

const symbolTemplate = {
  name: 'symbol',
  stock: { width: 56.25, height: 56.25 },
  elements: [{ type: 'qr', x: 0, y: 0, size: 56.25 }],
}

export async function textLabel() {
  const { createLabeller, templateForStock } = await import('@claimtag/label')
  const { createPngEncoder } = await import('@claimtag/label/png')
  const encoder = createPngEncoder()
  const labeller = createLabeller(templateForStock(75, 37.5), { dpi: DPI })
  const run = (item) => {
    const { code, fields } = parseItem(item)
    return encoder.encode(labeller.draw(code, fields), { dpi: DPI })
  }
  return { version: versionOf('@claimtag/label'), run }
}

/** The recipe of most tutorials: a QR buffer and an SVG of the words, laid over white. */
export async function qrcodeAndSharp() {
  const { default: qrcode } = await import('qrcode')
  const { default: sharp } = await import('sharp')
  const run = async (item) => {
    const { code, fields } = parseItem(item)
    const symbol = await qrcode.toBuffer(code, { width: 280, margin: 4 })
    const words = Buffer.from(`<svg width="600" height="300">${wordsOf(fields)}</svg>`)
    return sharp({ create: { width: 600, height: 300, channels: 3, background: '#fff' } })
      .composite([
        { input: symbol, left: 10, top: 10 },
        { input: words, left: 0, top: 0 },
      ])
      .png()
      .toBuffer()
  }
  return { version: `${versionOf('qrcode')} + ${versionOf('sharp')}`, run }
}

/** The whole label as one SVG, the symbol with the fast encoder of this project so that only the drawing differs. */
export async function sharpFromSvg() {
  const { default: sharp } = await import('sharp')
  const { encodeQr } = await import('@claimtag/qr')
  const run = (item) => {
    const { code, fields } = parseItem(item)
    const symbol = encodeQr(code)
    let path = ''
    for (let y = 0; y < symbol.size; y++) {
      for (let x = 0; x < symbol.size; x++) if (symbol.get(x, y)) path += `M${x} ${y}h1v1h-1z`
    }
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="300"><rect width="600" height="300" fill="#fff"/>' +
      `<path transform="translate(30 30)scale(6)" d="${path}"/>${wordsOf(fields)}</svg>`
    return sharp(Buffer.from(svg)).png().toBuffer()
  }
  return { version: versionOf('sharp'), run }
}

export async function bwipText() {
  const { default: bwip } = await import('bwip-js')
  const run = (item) => {
    const { code, fields } = parseItem(item)
    const alttext = `${grouped(fields.devEui)} ${fields.serialNumber}`
    return bwip.toBuffer({ bcid: 'qrcode', text: code, scale: 6, includetext: true, alttext, padding: 24 })
  }
  return { version: versionOf('bwip-js'), run }
}

function wordsOf({ devEui, appEui, serialNumber }) {
  const lines = [
    [90, 18, 'DevEUI'],
    [116, 22, grouped(devEui)],
    [150, 18, 'AppEUI'],
    [176, 22, grouped(appEui)],
    [210, 18, 'S/N'],
    [236, 22, serialNumber],
  ]
  return lines
    .map(
      ([y, size, text]) =>
        `<text x="300" y="${y}" font-family="monospace" font-size="${size}">${text}</text>`,
    )
    .join('')
}

export async function symbolPng() {
  const { createPngEncoder } = await import('@claimtag/label/png')
  const { encodeQr } = await import('@claimtag/qr')
  const encoder = createPngEncoder()
  return {
    version: versionOf('@claimtag/label'),
    run: (item) => encoder.encodeSymbol(encodeQr(parseItem(item).code), { dots: DOTS }),
  }
}

export async function qrcodePng() {
  const { default: qrcode } = await import('qrcode')
  return {
    version: versionOf('qrcode'),
    run: (item) => qrcode.toBuffer(parseItem(item).code, { scale: DOTS, margin: 4 }),
  }
}

export async function qrImagePng() {
  const { default: qrImage } = await import('qr-image')
  return {
    version: versionOf('qr-image'),
    run: (item) =>
      qrImage.imageSync(parseItem(item).code, { type: 'png', size: DOTS, margin: 4, ec_level: 'M' }),
  }
}

export async function bwipPng() {
  const { default: bwip } = await import('bwip-js')
  return {
    version: versionOf('bwip-js'),
    run: (item) => bwip.toBuffer({ bcid: 'qrcode', text: parseItem(item).code, scale: DOTS / 2 }),
  }
}

export async function symbolSvg() {
  const { createLabeller } = await import('@claimtag/label')
  const { renderSvg } = await import('@claimtag/label/svg')
  const labeller = createLabeller(symbolTemplate, { dpi: DPI })
  return {
    version: versionOf('@claimtag/label'),
    run: (item) => renderSvg(labeller.place(parseItem(item).code, {})),
  }
}

export async function qrcodeSvg() {
  const { default: qrcode } = await import('qrcode')
  return {
    version: versionOf('qrcode'),
    run: (item) => qrcode.toString(parseItem(item).code, { type: 'svg', margin: 4 }),
  }
}
