// All encoders from npm in the benchmark: text to modules, no picture, the same level, no boosting.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const versionOf = (name) => {
  const path = require.resolve.paths(name).map((folder) => `${folder}/${name}/package.json`)
  for (const file of path) {
    try {
      return JSON.parse(readFileSync(file, 'utf8')).version
    } catch {}
  }
  return '?'
}

export async function claimtag(errorCorrection) {
  const { encodeQr } = await import('@claimtag/qr')
  return { version: versionOf('@claimtag/qr'), run: (text) => encodeQr(text, { errorCorrection }) }
}

export async function qrcode(errorCorrectionLevel) {
  const { default: library } = await import('qrcode')
  return { version: versionOf('qrcode'), run: (text) => library.create(text, { errorCorrectionLevel }) }
}

export async function qr(level) {
  const { encodeQR } = await import('qr')
  const ecc = { L: 'low', M: 'medium', Q: 'quartile', H: 'high' }[level]
  return { version: versionOf('qr'), run: (text) => encodeQR(text, 'raw', { ecc, border: 1 }) }
}

export async function uqr(ecc) {
  const { encode } = await import('uqr')
  return { version: versionOf('uqr'), run: (text) => encode(text, { ecc, border: 0 }) }
}

export async function qrcodeGenerator(level) {
  const { default: library } = await import('qrcode-generator')
  const run = (text) => {
    const symbol = library(0, level)
    symbol.addData(text, /^[0-9A-Z $%*+\-./:]*$/.test(text) ? 'Alphanumeric' : 'Byte')
    symbol.make()
    return symbol
  }
  return { version: versionOf('qrcode-generator'), run }
}

export async function nayuki(level) {
  const { QrCode, QrSegment } = (await import('nayuki-qr-code-generator')).default
  const ecl = QrCode.Ecc[{ L: 'LOW', M: 'MEDIUM', Q: 'QUARTILE', H: 'HIGH' }[level]]
  const run = (text) => QrCode.encodeSegments(QrSegment.makeSegments(text), ecl, 1, 40, -1, false)
  return { version: versionOf('nayuki-qr-code-generator'), run }
}

export async function zxingWasm(level) {
  const { prepareZXingModule, writeBarcode } = await import('zxing-wasm/writer')
  const wasmBinary = readFileSync(require.resolve('zxing-wasm/writer/zxing_writer.wasm'))
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true })
  const options = { format: 'QRCode', options: `ecLevel=${level}`, scale: 1, addQuietZones: false }
  return { version: versionOf('zxing-wasm'), run: (text) => writeBarcode(text, options) }
}
