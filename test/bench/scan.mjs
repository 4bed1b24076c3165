// The read rate of photographs of our own labels, category by category, and what a picture costs: this scanner beside
// other readers. The photographs are those of the ledger that a test holds.
import { build } from 'esbuild'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installed } from './measure/installed.mjs'
import { claimtag, hasZbar, jsqr, qr, zbar } from './scan/readers.mjs'

const WIDTH_OF_NAME = 22
const WIDTH_OF_RATE = 20

/** `npm run bench -- scan [EVERY]`: all photographs, or every so many of each category. */
export async function bench([every = '1']) {
  const { categoryNames, photographed, printedLabels, SHOTS, size, take } = await ledger()
  const peers = installed({ jsqr: '1.4.0' })
  const readers = [
    ['claimtag', claimtag('high')],
    ['claimtag, one look', claimtag('medium')],
    ['qr', await qr()],
    ...(peers === undefined ? [] : [['jsqr', await jsqr(peers)]]),
    ...(hasZbar() ? [['zbar', zbar()]] : []),
  ]
  if (peers === undefined) process.stdout.write('jsqr skipped: npm could not install it\n')
  if (!hasZbar()) process.stdout.write('zbar skipped: zbarimg is not installed\n')
  const labels = printedLabels()
  const totals = new Map(
    readers.map(([name]) => [name, { read: 0, tried: 0, wrong: 0, readMs: [], unreadMs: [] }]),
  )
  process.stdout.write(
    `\nread, % of ${Math.floor(SHOTS / Number(every))} photographs of ${size.WIDTH} × ${size.HEIGHT}\n`,
  )
  row(
    '',
    readers.map(([name]) => name),
  )
  for (const category of categoryNames) {
    const read = new Map(readers.map(([name]) => [name, 0]))
    let shots = 0
    for (let severity = Number(every) - 1; severity < SHOTS; severity += Number(every)) {
      const { text, grey } = take(category, severity, labels)
      shots += 1
      for (const [name, reader] of readers) {
        const total = totals.get(name)
        const start = performance.now()
        const texts = await reader(grey, size.WIDTH, size.HEIGHT)
        const ms = performance.now() - start
        if (texts.length > 0) total.readMs.push(ms)
        else total.unreadMs.push(ms)
        if (texts.some((one) => one !== text)) total.wrong += 1
        else if (texts.length > 0) read.set(name, read.get(name) + 1)
      }
    }
    if (photographed.includes(category))
      for (const [name, count] of read) {
        totals.get(name).read += count
        totals.get(name).tried += shots
      }
    row(
      category,
      [...read.values()].map((count) => Math.round((100 * count) / shots)),
    )
  }
  const of = (member) => [...totals.values()].map(member)
  row(
    'the first 13 in all',
    of(({ read, tried }) => ((100 * read) / tried).toFixed(1)),
  )
  row(
    'wrong texts',
    of(({ wrong }) => wrong),
  )
  row(
    'ms where read',
    of(({ readMs }) => inMs(readMs)),
  )
  row(
    'ms where not',
    of(({ unreadMs }) => inMs(unreadMs)),
  )
  if (totals.get('claimtag').wrong > 0) process.exitCode = 1
}

/** Means: a scanner that looks again takes a median of nothing, and a long time for a few. */
function inMs(times) {
  return times.length === 0 ? '' : (times.reduce((sum, ms) => sum + ms, 0) / times.length).toFixed(1)
}

function row(name, cells) {
  process.stdout.write(
    `  ${name.padEnd(WIDTH_OF_NAME)}${cells.map((cell) => String(cell).padStart(WIDTH_OF_RATE)).join('')}\n`,
  )
}

/** The photographs are TypeScript, as the test of the ledger is. */
async function ledger() {
  const folder = mkdtempSync(join(fileURLToPath(new URL('..', import.meta.url)), '.bench-'))
  try {
    await build({
      stdin: {
        contents: `export * from './categories.ts'; export { printedLabels } from './labels.ts'; export * as size from './size.ts'`,
        resolveDir: fileURLToPath(new URL('../ledger', import.meta.url)),
      },
      bundle: true,
      packages: 'external',
      format: 'esm',
      outfile: join(folder, 'ledger.mjs'),
    })
    return await import(join(folder, 'ledger.mjs'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
