// The decoder under fuzzing: `npm run soak -- decoder [MINUTES] [SEED]`, 10 minutes unless said otherwise. No text may
// make it throw, take more time than its length, or put a part of a token into an error or a warning. Then come 20,000
// scans, which hold memory flat.
import { builtInFormats, encode, thingpark, thingparkBase64, thingparkHex, tr005 } from '@claimtag/core'
import { createDecoder, explain } from '@claimtag/decoder'
import { german } from '@claimtag/decoder/words/de'
import { spanish } from '@claimtag/decoder/words/es'
import { french } from '@claimtag/decoder/words/fr'
import { chinese } from '@claimtag/decoder/words/zh'
import { scansHoldMemory } from './decoder/scans.mjs'
import { integers } from './random/integers.mjs'

const WINDOW = 6
/** Eight times the text takes eight times the time; garbage collection may double that, a square is 64. */
const MOST_RATIO = 24
/** Less is what a busy machine makes of a few linear readings, in milliseconds; squares take ten times as long. */
const LEAST_TIME = 12
const LANGUAGES = [undefined, french, german, spanish, chinese]

const PIECES = [
  ...builtInFormats.map(({ document }) => document.prefix ?? ''),
  '0004A310001AAED6',
  '70b3d57ed0000000',
  '0004A31000XXXXXX',
  '00000000',
  'AB12',
  'AABB1122',
  'XXXXXXXX',
  'DevEUI: ',
  'dev_eui=',
  '"AppEUI":"',
  'Application EUI (hex): ',
  'owner token: ',
  'AppKey:',
  'claim_code=',
  'https://a.example/?c=',
  'www.',
  'P01',
  'P00',
  ']C1',
  ']d1',
  ']Q1',
  '$Q',
  'QR',
  'q',
  's',
  'eui-',
  '0x',
  '%3A',
  '%25',
  '%2B',
  '%',
  ':',
  ';',
  '_',
  '+',
  '-',
  '=',
  ' ',
  '\r\n',
  '\t',
  '"',
  "'",
  '<',
  '>',
  '.',
  '&',
  '#',
  '(',
  ')',
  '\0',
  '\u0002',
  '\u001D',
  '\u007F',
  '\u00A0',
  '\u200B',
  '\u2028',
  '\uFEFF',
  'ＬＷ：Ｄ０：',
  '：',
  '　',
  'é',
  'Ö',
  'à',
  '\uD800',
  '😀',
  'O',
  'S',
  'P',
  'C',
  'V',
  'X',
  '0',
  '1',
  'A',
  'f',
  'lw;d0;',
  'LW+D0+',
  'N<SE0S',
  'lzmd0m',
  'PB32',
  'C4FA5',
]
const HEX = '0123456789ABCDEF'

export async function soak([minutes = '10', seed = '1']) {
  const random = integers(Number(seed))
  const decoder = createDecoder()
  const end = Date.now() + Number(minutes) * 60_000
  const seen = { texts: 0, read: 0, slow: 0, leaks: 0, throws: 0, measured: 0 }
  let next = Date.now() + 60_000
  while (Date.now() < end) {
    for (let i = 0; i < 2000; i += 1) fuzz(random, decoder, seen)
    for (let i = 0; i < 5; i += 1) measure(random, decoder, seen)
    if (Date.now() < next) continue
    next += 60_000
    process.stdout.write(`${said(seen)}\n`)
  }
  process.stdout.write(`${said(seen)}\n`)
  const isFlat = await scansHoldMemory()
  if (!isFlat || seen.slow + seen.leaks + seen.throws > 0) process.exitCode = 1
}

function said(seen) {
  return `${seen.texts} texts, ${seen.read} read, ${seen.throws} throws, ${seen.leaks} leaks; ${seen.measured} measured, ${seen.slow} slower than linear`
}

/** A code, damaged and wrapped at random, or nothing but pieces. */
function fuzz(random, decoder, seen) {
  const token = tokenOf(random)
  const text = random(4) === 0 ? piecesOf(random, 10) : damaged(random, codeOf(random, token))
  seen.texts += 1
  try {
    const result = decoder.decode(text)
    if (result.ok) seen.read += 1
    const issues = result.ok ? result.warnings : [result.error]
    const words = LANGUAGES[random(LANGUAGES.length)]
    const everything = JSON.stringify([issues, issues.map((one) => explain(one, words))])
    if (!leaks(everything, token)) return
    seen.leaks += 1
    // The text itself is not shown: it is what would leak.
    process.stdout.write(`leaks with ${issues.map(({ code }) => code).join()}\n`)
  } catch (error) {
    seen.throws += 1
    process.stdout.write(`throws ${String(error)}: ${JSON.stringify(text)}\n`)
  }
}

function leaks(everything, token) {
  for (let i = 0; i + WINDOW <= token.length; i += 1) {
    if (everything.includes(token.slice(i, i + WINDOW))) return true
  }
  return false
}

/** A text that grows by a part that is repeated, which is what takes a square of time where anything does. */
function measure(random, decoder, seen) {
  const [head, part, tail] = [piecesOf(random, 3), piecesOf(random, 3) || 'A', piecesOf(random, 2)]
  const grown = (size) => (head + part.repeat(Math.ceil(size / part.length))).slice(0, size) + tail
  seen.measured += 1
  // Once may be chance: the machine has other work.
  for (let again = 0; again < 5; again += 1) {
    const [eighth, whole] = [timeOf(decoder, grown(500)), timeOf(decoder, grown(4000))]
    if (whole < Math.max(eighth * MOST_RATIO, LEAST_TIME)) return
  }
  seen.slow += 1
  process.stdout.write(`slower than linear: ${JSON.stringify({ head, part, tail })}\n`)
}

function timeOf(decoder, text) {
  let best = Number.POSITIVE_INFINITY
  for (let run = 0; run < 4; run += 1) {
    const start = performance.now()
    for (let i = 0; i < 4; i += 1) decoder.decode(text)
    best = Math.min(best, performance.now() - start)
  }
  return best
}

/** A token that stands in no piece: what is found in an issue came from it. */
function tokenOf(random) {
  const bytes = Buffer.from(Array.from({ length: 12 + 3 * random(3) }, () => random(256)))
  return random(2) === 0 ? bytes.toString('base64') : bytes.toString('hex').toUpperCase()
}

function codeOf(random, ownerToken) {
  const euis = [0, 1].map(() => Array.from({ length: 16 }, () => HEX[random(16)]).join(''))
  const fields = { devEui: euis[0], joinEui: euis[1], ownerToken }
  const isHex = /^[0-9A-F]+$/.test(ownerToken)
  const code = encode(
    fields,
    random(2) === 0 ? tr005 : isHex ? thingparkHex : random(2) === 0 ? thingpark : thingparkBase64,
  )
  switch (random(8)) {
    case 0:
      return encodeURIComponent(code)
    case 1:
      return code.toLowerCase().replace(/:/g, ';')
    case 2:
      return code.replace(/:/g, '+')
    case 3:
      return `DevEUI: ${euis[0]}\nAppEUI: ${euis[1]}\nOwner token: ${ownerToken}`
    case 4:
      return JSON.stringify({ devEui: euis[0], appEui: euis[1], ownerToken })
    case 5:
      return code.replace(':O', ':')
    default:
      return code
  }
}

function damaged(random, code) {
  let text = code
  for (let changes = random(4); changes > 0; changes -= 1) {
    const at = random(text.length + 1)
    text = text.slice(0, at) + (random(3) === 0 ? '' : piecesOf(random, 1)) + text.slice(at + random(3))
  }
  return random(2) === 0 ? text : piecesOf(random, 2) + text + piecesOf(random, 2)
}

function piecesOf(random, most) {
  return Array.from({ length: random(most + 1) }, () => PIECES[random(PIECES.length)]).join('')
}
