// Labels: this composer and its writers against the usual tools for the same picture.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { deflateSync, inflateSync } from 'node:zlib'
import { labelItems } from './label/items.mjs'
import { symbolPng, textLabel } from './label/peers.mjs'
import { measure, median, report, reportTargets } from './measure.mjs'

const module = new URL('label/peers.mjs', import.meta.url)
const script = (name, run) => ({ name, module, run })

const RACES = [
  {
    key: 'text',
    title: 'text label, 600 × 300 PNG',
    peers: [
      script('claimtag', 'textLabel'),
      script('qrcode + sharp text overlay', 'qrcodeAndSharp'),
      script('sharp from SVG', 'sharpFromSvg'),
      script('bwip-js with text', 'bwipText'),
    ],
    targets: [
      { name: 'qrcode + sharp text overlay', atLeast: 100 },
      { name: 'sharp from SVG', atLeast: 30 },
    ],
  },
  {
    key: 'symbol',
    title: 'symbol alone, 10 dots a module, PNG',
    peers: [
      script('claimtag', 'symbolPng'),
      script('qrcode.toBuffer', 'qrcodePng'),
      script('qr-image', 'qrImagePng'),
      script('bwip-js', 'bwipPng'),
    ],
    targets: [{ name: 'qrcode.toBuffer', atLeast: 200 }],
  },
  {
    key: 'svg',
    title: 'symbol alone, SVG',
    peers: [script('claimtag', 'symbolSvg'), script('qrcode.toString', 'qrcodeSvg')],
    targets: [{ name: 'qrcode.toString', atLeast: 10 }],
  },
]

/** `npm run bench -- label [text] [symbol] [svg] [size] [pdf] [pdf-long]`: all but the last, or only those named. */
export async function bench(only) {
  const wanted = (key) => (only.length === 0 ? key !== 'pdf-long' : only.includes(key))
  const items = labelItems(20_000)
  for (const { key, title, peers, targets } of RACES) {
    if (!wanted(key)) continue
    const results = await measure({ peers, items })
    report(title, results, 'labels')
    reportTargets(results, targets)
  }
  if (wanted('size')) await reportSizes(items)
  if (wanted('pdf')) racePdf(3)
  if (wanted('pdf-long')) reportLongPdf()
}

/** Small files save time on the line, too: no PNG may have 1.5 times the size that zlib's level 6 gives. */
async function reportSizes(items) {
  process.stdout.write('\nPNG against zlib level 6, bytes of picture data\n')
  for (const { name, peer } of [
    { name: 'text label', peer: textLabel },
    { name: 'symbol alone', peer: symbolPng },
  ]) {
    const { run } = await peer()
    const ratios = items.slice(0, 200).map((item) => {
      const data = pictureData(run(item))
      return data.length / deflateSync(inflateSync(data), { level: 6 }).length
    })
    const worst = Math.max(...ratios)
    process.stdout.write(
      `  ${worst <= 1.5 ? 'met' : 'MISSED'}: ${name} ≤ 1.5×, median ${median(ratios).toFixed(2)}×, worst ${worst.toFixed(2)}×\n`,
    )
  }
}

function pictureData(png) {
  const view = Buffer.from(png)
  const at = view.indexOf('IDAT')
  return view.subarray(at + 4, at + 4 + view.readUInt32BE(at - 4))
}

function racePdf(rounds) {
  process.stdout.write('\nPDF, one label a page, text and vector symbol (peak memory of the process)\n')
  const runs = { claimtag: [], pdfkitRectangles: [], pdfkitImages: [] }
  for (let round = 0; round < rounds; round++) {
    for (const peer of Object.keys(runs)) runs[peer].push(pdf(peer, 10_000))
  }
  const claimtag = say('claimtag, 10,000 labels', runs.claimtag)
  const rectangles = say('pdfkit with rectangles, 10,000', runs.pdfkitRectangles)
  say('pdfkit with 1-bit images, 10,000', runs.pdfkitImages)
  say('@cantoo/pdf-lib with rectangles, 500', [pdf('pdfLib', 500)])
  const faster = median(
    runs.claimtag.map((run, round) => run.perSecond / runs.pdfkitRectangles[round].perSecond),
  )
  verdict(
    faster >= 5,
    `≥ 5× pdfkit with rectangles, measured ${faster.toFixed(1)}× (${rectangles.size} against ${claimtag.size} MB)`,
  )
  verdict(claimtag.memory <= 200, `≤ 200 MiB peak, measured ${Math.round(claimtag.memory)} MiB`)
}

function reportLongPdf() {
  process.stdout.write('\nPDF, memory with the number of labels\n')
  // Ten short ones against one of ten times the labels: the engine's own heap has grown to its size in both.
  const short = say('claimtag, ten times 10,000 labels', [pdf('claimtag', 10_000, 10)])
  const long = say('claimtag, 100,000 labels', [pdf('claimtag', 100_000)])
  verdict(
    long.memory <= short.memory * 1.1,
    `100,000 labels in the memory of 10,000, measured ${(long.memory / short.memory).toFixed(2)}×`,
  )
}

function pdf(peer, count, times = 1) {
  const folder = mkdtempSync(join(tmpdir(), 'claimtag-bench-pdf-'))
  const file = join(folder, 'labels.pdf')
  try {
    const runner = fileURLToPath(new URL('label/pdf.mjs', import.meta.url))
    const [ms, kibibytes] = execFileSync(
      process.execPath,
      [runner, peer, String(count), file, String(times)],
      {
        encoding: 'utf8',
      },
    ).split(' ')
    return {
      perSecond: (count * times * 1000) / Number(ms),
      memory: Number(kibibytes) / 1024,
      bytes: statSync(file).size,
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function say(name, runs) {
  const perSecond = median(runs.map((run) => run.perSecond))
  const memory = median(runs.map((run) => run.memory))
  const size = (runs[0].bytes / 1e6).toFixed(1)
  process.stdout.write(
    `  ${name.padEnd(38)} ${Math.round(perSecond).toLocaleString('en').padStart(7)} labels/s ${String(Math.round(memory)).padStart(6)} MiB ${size.padStart(7)} MB\n`,
  )
  return { memory, size }
}

function verdict(met, text) {
  process.stdout.write(`  ${met ? 'met' : 'MISSED'}: ${text}\n`)
}
