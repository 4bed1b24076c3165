// Writes src/pdf/huffman.ts: the Huffman code of the page contents of PDFs, trained on every preset. Needs the built
// package; run it after a change of how page contents are written: `node packages/label/tools/train-pdf.mjs`.
import { writeFileSync } from 'node:fs'
import { LONGEST_CODE, LONGEST_DISTANCE_CODE, runLengths } from '../dist/deflate/code.js'
import { base36, codeLengths } from '../dist/deflate/code-lengths.js'
import { createLabeller, presets } from '../dist/index.js'
import { createContentWriter } from '../dist/pdf/content-writer.js'
import { writeLabel } from '../dist/pdf/label-content.js'
import { codeLengthCode, symbolsOf } from './huffman.mjs'
import { sampleDevices } from './sample-devices.mjs'

const literalCounts = Array.from({ length: 286 }, () => 1e-5)
const distanceCounts = Array.from({ length: 30 }, () => 1e-5)
const content = createContentWriter()
for (const template of Object.values(presets)) {
  for (const device of sampleDevices(20)) trainOn(template, device)
}
const literals = base36(codeLengths(literalCounts, LONGEST_CODE))
const distances = base36(codeLengths(distanceCounts, LONGEST_DISTANCE_CODE))
writeFileSync(
  new URL('../src/pdf/huffman.ts', import.meta.url),
  '// Made by tools/train-pdf.mjs.\n\n' +
    '/** Bits of the code of each byte, of the end and of each length, in base 36. */\n' +
    `export const LITERALS =\n  '${literals}'\n\n` +
    '/** Bits of the code of each distance. */\n' +
    `export const DISTANCES = '${distances}'\n\n` +
    '/** Bits of the codes in which those lengths are written. */\n' +
    `export const CODE_LENGTHS = '${codeLengthCode(runLengths(literals + distances))}'\n`,
)

function trainOn(template, { code, fields }) {
  content.clear()
  const label = createLabeller(template, { dpi: 300 }).place(code, fields)
  writeLabel(content, label, 28.3465, 510.236, { use() {}, art: () => 'a9' })
  const { tokens, count } = content.tokens()
  literalCounts[256] += 1 / count
  for (const token of tokens.subarray(0, count)) {
    const { literal, distance } = symbolsOf(token)
    literalCounts[literal] += 1 / count
    if (distance !== undefined) distanceCounts[distance] += 1 / count
  }
}
