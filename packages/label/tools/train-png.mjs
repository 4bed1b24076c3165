// Writes src/png/huffman.ts: the Huffman codes of PNGs, one trained on every preset at every resolution, others on
// symbols alone. Needs the built package; run it after a change of presets or tokens: `node
// packages/label/tools/train-png.mjs`.
import { writeFileSync } from 'node:fs'
import { base36, codeLengths } from '../dist/deflate/code-lengths.js'
import { LONGEST_CODE, LONGEST_DISTANCE_CODE, runLengths } from '../dist/deflate/code.js'
import { createLabeller, presets } from '../dist/index.js'
import { createTokenBuffers, rowTokens } from '../dist/png/row-tokens.js'
import { USUAL } from '../dist/deflate/tokens.js'
import { codeLengthCode, symbolsOf } from './huffman.mjs'
import { sampleDevices } from './sample-devices.mjs'

const labels = Object.values(presets).flatMap((template) =>
  [203, 300, 600].flatMap((dpi) => pictures(template, dpi, 20)),
)
const groups = [
  labels,
  symbols([3, 4, 5, 6, 7]),
  symbols([8, 16]),
  symbols([9, 10, 11, 12, 13, 14, 15, 17, 18, 19, 20]),
]

writeFileSync(
  new URL('../src/png/huffman.ts', import.meta.url),
  '// Made by tools/train-png.mjs.\n' +
    "import type { PictureCode } from './picture-code.ts'\n\n" +
    '/** For labels with words; for symbols alone of small modules, of modules of whole bytes, of large modules. */\n' +
    `export const PICTURE_CODES: readonly PictureCode[] = [\n${groups.map((group, index) => trained(group, index === 0)).join('')}]\n`,
)

/** Symbols alone of versions 4 and 5, which most codes take, with their quiet zones. */
function symbols(dots) {
  return dots.flatMap((count) =>
    [41, 45].flatMap((modules) => {
      const size = (modules * count) / 8
      const template = {
        name: 'symbol',
        stock: { width: size, height: size },
        elements: [{ type: 'qr', x: 0, y: 0, size }],
      }
      return pictures(template, 203, 20)
    }),
  )
}

function pictures(template, dpi, count) {
  return sampleDevices(count).flatMap(({ code, fields }) => {
    try {
      const { tokens, count: length } = rowTokens(
        createTokenBuffers(),
        createLabeller(template, { dpi }).draw(code, fields),
      )
      return [{ tokens: tokens.slice(0, length) }]
    } catch {
      return []
    }
  })
}

/**
 * Small pictures count more than their size, since the code is a larger part of them. An incomplete code has no entry
 * for bytes that never occurred: it is shorter, and pictures with such bytes use the complete code.
 */
function trained(all, complete) {
  const counts = Array.from({ length: 286 }, (_, symbol) => (complete || symbol >= 256 ? 1e-5 : 0))
  const distances = Array.from({ length: 30 }, () => 1e-4)
  let above = 0
  for (const { tokens } of all) {
    const share = 1 / Math.sqrt(tokens.length)
    counts[256] += share
    for (const token of tokens) {
      const taken = symbolsOf(token)
      counts[taken.literal] += share
      if (token >>> 16 >= USUAL) above += share
      else if (taken.distance !== undefined) distances[taken.distance] += share
    }
  }
  const weights = distances.map((count) => Math.max(1, Math.round((count * 1e4) / above)))
  const typical = base36(codeLengths(weights, LONGEST_DISTANCE_CODE))
  const total = all.reduce((sum, { tokens }) => sum + 1 / Math.sqrt(tokens.length), 0)
  // Bytes rarer than a threshold count as equally rare: a code with fewer different lengths takes fewer bytes in
  // front of the picture. The threshold is the one that makes header and tokens together shortest.
  const [{ literals }] = Array.from({ length: 60 }, (_, step) =>
    rounded(counts, 1e-4 * 1.25 ** step, total),
  ).sort((a, b) => a.bits - b.bits)
  return (
    `{\n  literals:\n    '${literals}',\n` +
    `  distanceWeights: [${weights.join(', ')}],\n` +
    `  codeLengths: '${codeLengthCode(runLengths(literals + typical))}',\n},\n`
  )
}

function rounded(counts, threshold, total) {
  const common = counts.map((count, symbol) =>
    symbol < 256 && count > 0 && count < threshold * total ? 1e-5 : count,
  )
  const lengths = codeLengths(common, LONGEST_CODE)
  const literals = base36(lengths)
  const runs = runLengths(literals)
  const headerLengths = codeLengthCode(runs)
  const header = runs.reduce(
    (sum, { symbol, extraCount }) => sum + Number(headerLengths[symbol]) + extraCount,
    0,
  )
  const tokens = counts.reduce((sum, count, symbol) => sum + count * lengths[symbol], 0) / total
  return { literals, bits: header + tokens }
}
