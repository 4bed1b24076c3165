// The camera: how small a label the ladder of searches reads, what it costs, and how soon a page has a text.
import { build } from 'esbuild'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { median } from './measure.mjs'

const SIZE = { width: 1920, height: 1080 }
const MODULES = [1.5, 1.75, 2, 2.5, 3, 4, 6, 10]
const WAYS = ['ladder', 'whole', 'middle']

/** What issue and design ask for, of the ladder within five frames. */
const DEMANDS = [
  { lens: 'sharp', pixelsPerModule: 1.75, atLeast: 0.95 },
  { lens: 'soft', pixelsPerModule: 2.5, atLeast: 0.9 },
  { lens: 'dim', pixelsPerModule: 3, atLeast: 0.9 },
]
const MOST_OF_WHOLE = 0.5
const MOST_MS = 500
const LEAST_FRAMES = 12

/** `npm run bench -- camera [rates [VIEWS] | page]`: both, or one of them; VIEWS a cell, 10 when left out. */
export async function bench([part, views = '10']) {
  const { tryViews, LENSES, measurePages } = await sources()
  if (part !== 'page') await rates(tryViews, Object.keys(LENSES), Number(views))
  if (part !== 'rates') await page(measurePages)
}

async function rates(tryViews, lenses, views) {
  const spent = new Map(WAYS.map((way) => [way, { spent: 0, frames: 0 }]))
  process.stdout.write(
    `\nread within 5 frames of 1080p, %, ${views} labels a cell, turned, tilted up to 10°\n`,
  )
  process.stdout.write(
    `  ${'px a module'.padEnd(16)}${MODULES.map((size) => String(size).padStart(6)).join('')}\n`,
  )
  for (const lens of lenses) {
    const rows = new Map(WAYS.map((way) => [way, []]))
    for (const pixelsPerModule of MODULES) {
      const outcomes = await tryViews({ size: SIZE, lens, pixelsPerModule, views, frames: 5 }, WAYS)
      for (const way of WAYS) {
        const outcome = outcomes[way]
        rows.get(way).push(outcome.read / views)
        spent.get(way).spent += outcome.spent
        spent.get(way).frames += outcome.frames
        if (outcome.wrong > 0) process.stdout.write(`  WRONG: ${outcome.wrong} texts, ${lens}, ${way}\n`)
      }
    }
    for (const [way, row] of rows) {
      const cells = row.map((rate) => String(Math.round(100 * rate)).padStart(6))
      process.stdout.write(`  ${`${lens}, ${way}`.padEnd(16)}${cells.join('')}\n`)
    }
    for (const { pixelsPerModule, atLeast } of DEMANDS.filter((one) => one.lens === lens)) {
      const rate = rows.get('ladder')[MODULES.indexOf(pixelsPerModule)]
      demand(
        rate >= atLeast,
        `${lens}, ${pixelsPerModule} px: ≥ ${100 * atLeast} %, measured ${Math.round(100 * rate)}`,
      )
    }
  }
  const perFrame = (way) => spent.get(way).spent / spent.get(way).frames
  for (const way of WAYS)
    process.stdout.write(`  ${way}: ${perFrame(way).toFixed(1)} ms of processor time a frame\n`)
  const ratio = perFrame('ladder') / perFrame('whole')
  demand(ratio <= MOST_OF_WHOLE, `ladder ≤ ${MOST_OF_WHOLE} × whole frame, measured ${ratio.toFixed(2)} ×`)
}

async function page(measurePages) {
  const pages = await measurePages(5)
  if (pages === undefined) return
  process.stdout.write('\nin Chromium, a clip of 1080p at 20 frames a second, 3 px a module\n')
  const first = median(pages.map(({ firstText }) => firstText))
  demand(
    first <= MOST_MS,
    `first picture → text: ≤ ${MOST_MS} ms, median of ${pages.length}: ${Math.round(first)} ms`,
  )
  const rate = median(pages.map(({ framesPerSecond }) => framesPerSecond))
  demand(rate >= LEAST_FRAMES, `frames searched a second: ≥ ${LEAST_FRAMES}, measured ${rate.toFixed(1)}`)
  const worker = median(pages.map(({ workerMs }) => workerMs))
  process.stdout.write(`  in the worker: ${worker.toFixed(1)} ms a frame\n`)
  const main = median(pages.map(({ longestTask }) => longestTask))
  demand(main <= 50, `longest task of the page while scanning: ≤ 50 ms, measured ${Math.round(main)} ms`)
}

function demand(isMet, sentence) {
  process.stdout.write(`  ${isMet ? 'met' : 'MISSED'}: ${sentence}\n`)
}

/** The same scenes and browser as the tests use, which are TypeScript. */
async function sources() {
  const folder = mkdtempSync(join(fileURLToPath(new URL('..', import.meta.url)), '.bench-'))
  try {
    await build({
      stdin: {
        contents: `export { tryViews, LENSES } from './rates.ts'; export { measurePages } from './measure-pages.ts'`,
        resolveDir: fileURLToPath(new URL('../camera', import.meta.url)),
      },
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      outfile: join(folder, 'camera.mjs'),
      define: { 'import.meta.url': JSON.stringify(new URL('../camera/site.ts', import.meta.url).href) },
    })
    return await import(join(folder, 'camera.mjs'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
