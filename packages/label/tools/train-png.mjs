// Writes src/png/huffman.ts: the Huffman code of our PNGs, trained on every preset at every resolution. Needs the
// built package; run after the presets or the tokens change: `node packages/label/tools/train-png.mjs`.
import { writeFileSync } from 'node:fs'
import { createLabeller, presets } from '../dist/index.js'
import { runLengths } from '../dist/png/deflate.js'
import { rowTokens } from '../dist/png/row-tokens.js'

const LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258]

const counts = new Float64Array(286)
for (const template of Object.values(presets)) {
  for (const dpi of [203, 300, 600]) {
    for (let device = 0; device < 20; device += 1) trainOn(template, dpi, device)
  }
}
const lengths = codeLengths([...counts].map((count) => count + 1e-4), 13)

// The header's own code, from what a header holds for rows of 30 to 1000 bytes.
const header = new Float64Array(19).fill(0)
for (const symbol of [0, 1, 16, 17, 18]) header[symbol] = 0.5
for (const { symbol } of runLengths(lengths, 13)) header[symbol] += 1
writeFileSync(
  new URL('../src/png/huffman.ts', import.meta.url),
  '// Made by tools/train-png.mjs.\n\n' +
    '/** Bits of the code of each byte, of the end and of each length, in base 36. */\n' +
    `export const LITERAL_LENGTHS =\n  '${lengths.map((length) => length.toString(36)).join('')}'\n\n` +
    '/** Bits of the codes in which those lengths are written. */\n' +
    `export const CODE_LENGTH_LENGTHS = '${codeLengths([...header], 7).join('')}'\n`,
)

function trainOn(template, dpi, device) {
  const hex = (value) => value.toString(16).toUpperCase().padStart(16, '0')
  const devEui = hex(0x70b3d57ed00a0000n + BigInt(device * 0x1235))
  const fields = { devEui, appEui: '70B3D57ED0000002', serialNumber: `26W47-${String(device * 977).padStart(5, '0')}` }
  const token = Array.from({ length: 26 }, (_, at) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[(device * 7 + at * (5 + device)) % 32])
  const code = `LW:D0:${fields.appEui}:${devEui}:00000000:O${token.join('')}:C1234`
  let bitmap
  try {
    bitmap = createLabeller(template, { dpi }).draw(code, fields)
  } catch {
    return
  }
  const { tokens, count } = rowTokens(bitmap)
  for (const token of [...tokens.subarray(0, count), undefined]) {
    const symbol = token === undefined ? 256 : token < 256 ? token : 257 + LENGTHS.findLastIndex((base) => base <= (token & 0x3ff))
    counts[symbol] += 1 / (count + 1)
  }
}

/** Code lengths of at most `limit` bits by package-merge (Larmore and Hirschberg 1990); 0 for what never occurs. */
function codeLengths(weights, limit) {
  const leaves = weights.flatMap((weight, symbol) => (weight > 0 ? [{ weight, symbols: [symbol] }] : [])).sort((a, b) => a.weight - b.weight)
  let packages = []
  for (let level = 0; level < limit; level += 1) {
    const merged = [...leaves, ...packages].sort((a, b) => a.weight - b.weight)
    packages = []
    for (let at = 0; at + 1 < merged.length; at += 2) {
      const [one, other] = [merged[at], merged[at + 1]]
      packages.push({ weight: one.weight + other.weight, symbols: [...one.symbols, ...other.symbols] })
    }
  }
  const lengths = weights.map(() => 0)
  for (const { symbols } of packages.slice(0, leaves.length - 1)) for (const symbol of symbols) lengths[symbol] += 1
  return lengths
}
