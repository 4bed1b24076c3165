// The encoder against the Nayuki reference: `npm run soak -- qr [TEXTS] [SEED]`, 100,000 texts unless said otherwise.
import { encodeQr, planQr } from '@claimtag/qr'
import { createRequire } from 'node:module'
import { integers } from './random/integers.mjs'

const { QrCode, QrSegment } = createRequire(import.meta.url)('nayuki-qr-code-generator').default
const LEVELS = { L: 'LOW', M: 'MEDIUM', Q: 'QUARTILE', H: 'HIGH' }
const ALPHABETS = [
  '0123456789',
  '0123456789ABCDEF',
  '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:',
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=',
  'ab',
  '0',
  'éß€東😀',
].map((alphabet) => Array.from(alphabet))

export async function soak([count = '100000', seed = '1']) {
  const total = Number(count)
  const random = integers(Number(seed))
  const perVersion = Array.from({ length: 41 }, () => 0)
  let wrong = 0
  for (let done = 1; done <= total; done++) {
    // Usually as short as the text of a label, sometimes much longer.
    const text = randomText(random, random(50) === 0 ? 280 : 120)
    const options = {
      errorCorrection: Object.keys(LEVELS)[random(4)],
      boost: random(2) === 0,
      minVersion: random(20) === 0 ? 1 + random(30) : 1,
      mask: random(4) === 0 ? random(8) : undefined,
    }
    const symbol = encodeQr(text, options)
    perVersion[symbol.version] += 1
    if (!isAsNayuki(symbol, text, options)) {
      wrong += 1
      process.stdout.write(`differs: ${JSON.stringify({ text, options })}\n`)
    }
    if (done % 10_000 === 0) process.stdout.write(`${done} texts, ${wrong} differ\n`)
  }
  process.stdout.write(`per version from 1: ${perVersion.slice(1).join(' ')}\n`)
  if (wrong > 0) process.exitCode = 1
}

function isAsNayuki(symbol, text, options) {
  const plan = planQr(text, options)
  const segments = plan.segments.map((segment) => {
    if (segment.mode === 'numeric') return QrSegment.makeNumeric(segment.text)
    if (segment.mode === 'alphanumeric') return QrSegment.makeAlphanumeric(segment.text)
    if (segment.mode === 'eci') return QrSegment.makeEci(segment.assignment)
    return QrSegment.makeBytes([...Buffer.from(segment.text)])
  })
  const level = QrCode.Ecc[LEVELS[plan.errorCorrection]]
  const { version } = plan
  const expected = QrCode.encodeSegments(segments, level, version, version, options.mask ?? -1, false)
  if (symbol.mask !== expected.mask || symbol.size !== expected.size) return false
  for (let y = 0; y < symbol.size; y++) {
    for (let x = 0; x < symbol.size; x++) if (symbol.get(x, y) !== expected.getModule(x, y)) return false
  }
  return true
}

function randomText(random, length) {
  const characters = []
  const wanted = random(length + 1)
  while (characters.length < wanted) {
    const alphabet = ALPHABETS[random(ALPHABETS.length)]
    for (let run = 1 + random(random(2) === 0 ? 20 : length); run > 0 && characters.length < wanted; run--) {
      characters.push(alphabet[random(alphabet.length)])
    }
  }
  return characters.join('')
}
