// Writes src/png/huffman.ts: the Huffman code of our PNGs, trained on every preset at every resolution. Needs the
// built package; run after the presets or the tokens change: `node packages/label/tools/train-png.mjs`.
import { writeFileSync } from 'node:fs'
import { distanceCode, lengthCode, runLengths } from '../dist/deflate/code.js'
import { createLabeller, presets } from '../dist/index.js'
import { rowTokens } from '../dist/png/row-tokens.js'
import { base36, codeLengthCode, codeLengths } from './huffman.mjs'
import { sampleDevices } from './sample-devices.mjs'

const counts = Array.from({ length: 286 }, () => 1e-4)
for (const template of Object.values(presets)) {
  for (const dpi of [203, 300, 600]) {
    for (const device of sampleDevices(20)) trainOn(template, dpi, device)
  }
}
const literals = base36(codeLengths(counts, 13))
const typicalDistances = base36(Array.from({ length: distanceCode(75).code + 1 }, (_, code) => Number(code === 0)))
writeFileSync(
  new URL('../src/png/huffman.ts', import.meta.url),
  '// Made by tools/train-png.mjs.\n\n' +
    '/** Bits of the code of each byte, of the end and of each length, in base 36. */\n' +
    `export const LITERALS =\n  '${literals}'\n\n` +
    '/** Bits of the codes in which those lengths are written. */\n' +
    `export const CODE_LENGTHS = '${codeLengthCode(runLengths(literals + typicalDistances))}'\n`,
)

/** Every picture weighs the same, however large. */
function trainOn(template, dpi, { code, fields }) {
  let bitmap
  try {
    bitmap = createLabeller(template, { dpi }).draw(code, fields)
  } catch {
    return
  }
  const { tokens, count } = rowTokens(bitmap)
  counts[256] += 1 / count
  for (const token of tokens.subarray(0, count)) {
    counts[token < 256 ? token : 257 + lengthCode(token >>> 16)] += 1 / count
  }
}
