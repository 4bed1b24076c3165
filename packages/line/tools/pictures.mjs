// Draws the screens of the README: `node packages/line/tools/pictures.mjs`, after `npm run build`.
// The pictures of the page come from its test: `CLAIMTAG_SHOTS=FOLDER`.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { LANGUAGES, screenOf, terminalRows } from '../dist/index.js'

const COLUMNS = 80
const ROWS = 28
const [CELL, LINE] = [9, 18]
const COLOURS = {
  good: ['#16a34a', '#000000'],
  stop: ['#b91c1c', '#ffffff'],
}
const refused = {
  'unknown-device': 3,
  'refused-device': 0,
  'wrong-product': 0,
  'printed-before': 5,
  unreadable: 0,
  'unusable-label': 0,
}
const totals = {
  labelled: 137,
  reprinted: 1,
  voided: 1,
  mixUps: 2,
  unreadable: 4,
  cartons: 13,
  pallets: 0,
  refused,
}
const view = {
  printer: { name: 'tcp://192.0.2.7:9100' },
  operator: 'Ada',
  source: { name: 'labels', devices: 500 },
  labelled: 137,
  carton: { number: 14, devices: 7, size: 10 },
  shift: totals,
  total: totals,
  waiting: 0,
}
const devEui = '70B3D57ED00A0004'

write('good', { ...view, phase: 'ready', notice: { code: 'labelled', devEui, checked: true } })
write('stop', { ...view, phase: 'stopped', label: devEui, scanned: '70B3D57ED00A000B' })

function write(name, shown) {
  const screen = screenOf(shown, LANGUAGES.en.words)
  const look = { columns: COLUMNS, rows: ROWS, prompt: `${screen.prompt}:`, input: '', showsTotals: false }
  const rows = terminalRows(screen, look).map((row, at) => drawn(row, at, COLOURS[screen.tone]))
  const [width, height] = [COLUMNS * CELL, ROWS * LINE]
  const path = fileURLToPath(new URL(`../docs/${name}.svg`, import.meta.url))
  writeFileSync(
    path,
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${screen.headline}: ${screen.sentence}"><rect width="100%" height="100%" fill="#111418"/><g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14" fill="#e6edf3" xml:space="preserve">${rows.join('')}</g></svg>\n`,
  )
  process.stdout.write(`${path}\n`)
}

function drawn({ text, style }, at, [back, front]) {
  const isBanner = style.startsWith('banner')
  const y = at * LINE
  const ground = isBanner ? `<rect y="${y}" width="100%" height="${LINE + 0.5}" fill="${back}"/>` : ''
  const ink = isBanner ? front : '#e6edf3'
  if (/[▀▄█]/.test(text)) return ground + blocks(text, y, ink)
  const bold = style === 'banner-bold' || style === 'bold' ? ' font-weight="bold"' : ''
  if (text.trim() === '') return ground
  const indent = text.length - text.trimStart().length
  const written = text.trim()
  return `${ground}<text x="${indent * CELL}" y="${y + LINE - 5}" textLength="${written.length * CELL}" fill="${ink}"${bold}>${escaped(written)}</text>`
}

/** Halves of cells, in runs. */
function blocks(text, y, ink) {
  let path = ''
  for (const [half, full] of [
    [0, '▀█'],
    [1, '▄█'],
  ]) {
    for (let from = 0; from < text.length; from++) {
      if (!full.includes(text[from])) continue
      let to = from
      while (to < text.length && full.includes(text[to])) to++
      path += `M${from * CELL} ${y + (half * LINE) / 2}h${(to - from) * CELL}v${LINE / 2}h-${(to - from) * CELL}z`
      from = to
    }
  }
  return `<path d="${path}" fill="${ink}"/>`
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
