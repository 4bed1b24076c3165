// One PDF by one peer, or the same one several times: `node pdf.mjs PEER COUNT FILE [TIMES]` prints milliseconds and
// peak memory in KiB.
import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { labelItems } from './items.mjs'
import { parseItem } from './peers.mjs'

const [, , peer, count, file, times = '1'] = process.argv
const items = labelItems(Math.min(Number(count), 10_000))
const devices = function* () {
  for (let index = 0; index < Number(count); index++) yield parseItem(items[index % items.length])
}
const WIDTH = 141.73
const HEIGHT = 70.87

const PEERS = {
  async claimtag() {
    const { createLabeller, defaultTemplate } = await import('@claimtag/label')
    const { createPdf } = await import('@claimtag/label/pdf')
    const labeller = createLabeller(defaultTemplate, { dpi: 300 })
    const pdf = createPdf(defaultTemplate)
    const out = createWriteStream(file)
    for (const { code, fields } of devices()) {
      if (!out.write(pdf.add(labeller.place(code, fields)))) await once(out, 'drain')
    }
    for (const part of pdf.end()) if (!out.write(part)) await once(out, 'drain')
    out.end()
    await finished(out)
  },
  /** The usual way: a rectangle for each dark module. */
  async pdfkitRectangles() {
    await withPdfkit(async (document, { code }) => {
      const { encodeQr } = await import('@claimtag/qr')
      const symbol = encodeQr(code)
      const size = (HEIGHT - 16) / symbol.size
      for (let y = 0; y < symbol.size; y++) {
        for (let x = 0; x < symbol.size; x++)
          if (symbol.get(x, y)) document.rect(8 + x * size, 8 + y * size, size, size)
      }
      document.fill('#000')
    })
  },
  /** The symbol as a 1-bit PNG. */
  async pdfkitImages() {
    const { createLabeller } = await import('@claimtag/label')
    const { encodePng } = await import('@claimtag/label/png')
    const template = {
      name: 'x',
      stock: { width: 23, height: 23 },
      elements: [{ type: 'qr', x: 0, y: 0, size: 23 }],
    }
    const labeller = createLabeller(template, { dpi: 300 })
    await withPdfkit((document, { code }) => {
      document.image(Buffer.from(encodePng(labeller.draw(code, {}), { dpi: 300 })), 2, 2, { width: 65 })
    })
  },
  async pdfLib() {
    const { PDFDocument, StandardFonts } = await import('@cantoo/pdf-lib')
    const { encodeQr } = await import('@claimtag/qr')
    const document = await PDFDocument.create()
    const font = await document.embedFont(StandardFonts.Courier)
    for (const { code, fields } of devices()) {
      const page = document.addPage([WIDTH, HEIGHT])
      const symbol = encodeQr(code)
      const size = (HEIGHT - 16) / symbol.size
      for (let y = 0; y < symbol.size; y++) {
        for (let x = 0; x < symbol.size; x++) {
          if (symbol.get(x, y))
            page.drawRectangle({ x: 8 + x * size, y: HEIGHT - 8 - y * size, width: size, height: size })
        }
      }
      Object.values(fields).forEach((text, line) =>
        page.drawText(text, { x: 70, y: 50 - line * 15, size: 6, font }),
      )
    }
    await writeFile(file, await document.save())
  },
}

const begin = process.hrtime.bigint()
for (let time = 0; time < Number(times); time++) await PEERS[peer]()
const ms = Number(process.hrtime.bigint() - begin) / 1e6
process.stdout.write(`${ms} ${process.resourceUsage().maxRSS}\n`)

async function withPdfkit(drawSymbol) {
  const { default: PDFDocument } = await import('pdfkit')
  const document = new PDFDocument({ autoFirstPage: false, size: [WIDTH, HEIGHT], margin: 0 })
  const out = document.pipe(createWriteStream(file))
  for (const { code, fields } of devices()) {
    document.addPage()
    await drawSymbol(document, { code })
    document.font('Courier').fontSize(6)
    Object.values(fields).forEach((text, line) =>
      document.text(text, 70, 12 + line * 15, { lineBreak: false }),
    )
    // The stream has to be drained from time to time, else everything waits in memory.
    if (out.writableNeedDrain) await once(out, 'drain')
  }
  document.end()
  await finished(out)
}
