import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createScanner, textsOf } from '@claimtag/decoder/scan'
import { createLabeller, nativeLabel, presets } from '@claimtag/label'
import { encodeBrother } from '@claimtag/label/brother'
import { encodeEpl2 } from '@claimtag/label/epl2'
import { encodeEscPos } from '@claimtag/label/escpos'
import { createPdf } from '@claimtag/label/pdf'
import { encodeTspl } from '@claimtag/label/tspl'
import { encodeNativeZpl, encodeZpl } from '@claimtag/label/zpl'
import { describe, expect, test } from 'vitest'
import type { ready as readyRenderer } from 'zpl-renderer-js'
import { printBrother } from './printers/brother-printer.ts'
import { printEpl2 } from './printers/epl2-printer.ts'
import { printEscPos } from './printers/escpos-printer.ts'
import { difference, paperOf, pixelsOf, type Paper } from './printers/paper.ts'
import { printTspl } from './printers/tspl-printer.ts'
import { printZpl } from './printers/zpl-printer.ts'
import { fields, labelCases, type LabelCase, RESOLUTIONS } from '../../../test/label-cases.ts'
import { requireTool } from '../../../test/tools.ts'

const scanner = createScanner()

// How zxing and zbar read PNGs of these labels is tested in test/label-readers.test.ts. Here printer interpreters,
// written from the manuals, put the same dots on paper, and zxing reads the pictures that are not our own rasters.
const { cases } = labelCases()

/** 203 dpi are 8 dots a millimetre. */
const dotsPerMm = (dpi: number): number => (dpi === 203 ? 8 : dpi / 25.4)

const PRINTERS: Readonly<Record<string, (one: LabelCase) => Paper | undefined>> = {
  zpl: ({ labeller, code }) => printZpl(encodeZpl(labeller.draw(code, fields)))[0]?.paper,
  tspl({ labeller, code }) {
    const { template, dpi } = labeller
    return printTspl(encodeTspl(labeller.draw(code, fields), template), dotsPerMm(dpi))[0]?.paper
  },
  epl2: ({ labeller, code }) => printEpl2(encodeEpl2(labeller.draw(code, fields)))[0]?.paper,
  escpos({ labeller, code }) {
    const bitmap = labeller.draw(code, fields)
    return printEscPos(encodeEscPos(bitmap), bitmap.width)[0]?.paper
  },
}

/** Printers of these languages have heads of 203 or 300 dpi. */
const COARSE = ['epl2', 'escpos']

test.each(Object.keys(PRINTERS))('%s puts the dots of every label on paper', (language) => {
  for (const one of cases.filter(({ labeller }) => labeller.dpi < 600 || !COARSE.includes(language))) {
    const paper = PRINTERS[language]?.(one)
    const differs =
      paper === undefined ? 'no label' : difference(paper, paperOf(one.labeller.draw(one.code, fields)))
    expect([one.name, differs]).toEqual([one.name, undefined])
  }
})

test('a Brother QL prints what fits its widest roll', async () => {
  const fitting = cases.filter(({ labeller: { dpi, template } }) => dpi === 300 && template.stock.width <= 58)
  expect(new Set(fitting.map(({ labeller }) => labeller.template.name)).size).toBeGreaterThan(5)
  for (const { name, labeller, code, payloads } of fitting) {
    const [page] = printBrother(encodeBrother(labeller.draw(code, fields), { media: '62' }))
    const read = page === undefined ? [] : textsOf(await scanner.scan(pixelsOf(page.paper)))
    expect([name, ...read].sort()).toEqual([name, ...payloads].sort())
  }
})

describe('ZPL as Zebrash draws it', () => {
  const DOTS_PER_MM = { 203: 8, 300: 12 } as Readonly<Record<number, number>>
  // Rasters are read from the paper of the simulated printer, too: a second interpreter is asked where dots are large.
  const RASTER_DPI = 203
  const drawn = cases.filter(({ labeller }) => labeller.dpi in DOTS_PER_MM)

  async function readBack({ labeller, code }: LabelCase, zpl: Uint8Array): Promise<readonly string[]> {
    // Its ES build names a source map that is not shipped, at which the test runner complains.
    const { ready } = createRequire(import.meta.url)('zpl-renderer-js') as { ready: typeof readyRenderer }
    const { api } = await ready
    const { width, height } = labeller.place(code, fields)
    const perMm = DOTS_PER_MM[labeller.dpi] ?? 8
    const text = Buffer.from(zpl).toString('latin1')
    const picture = await api.zplToBase64Async(text, width / perMm, height / perMm, perMm)
    return [...textsOf(await scanner.scan(Buffer.from(picture, 'base64')))].sort()
  }

  test('as a raster', async () => {
    for (const one of drawn.filter(({ labeller }) => labeller.dpi === RASTER_DPI)) {
      const read = await readBack(one, encodeZpl(one.labeller.draw(one.code, fields)))
      expect([one.name, ...read]).toEqual([one.name, ...[...one.payloads].sort()])
    }
  })

  test('by its own commands, but for what would come out larger', async () => {
    const native = drawn.map((one) => ({ ...one, label: tryNative(one) }))
    for (const { label, ...one } of native) {
      const read = label === undefined ? undefined : await readBack(one, encodeNativeZpl(label))
      expect([one.name, read ?? one.payloads]).toEqual([one.name, [...one.payloads].sort()])
    }
    const refused = native.flatMap(({ label, name }) => (label === undefined ? [name] : []))
    // The one has rules, and on the others the larger symbol does not fit.
    expect(refused.filter((name) => !name.startsWith('carton-100x50'))).toEqual([
      'device-20x20 at 203 dpi, thingpark-base64',
      'sheet-letter-5167 at 300 dpi, thingpark-base64',
    ])
  })
})

function tryNative({ labeller, code }: LabelCase): ReturnType<typeof nativeLabel> | undefined {
  try {
    return nativeLabel(labeller.place(code, fields))
  } catch (error) {
    if ((error as { code?: unknown }).code === 'not-native') return undefined
    throw error
  }
}

/** Of a sheet, the labels of this test are in its first rows. */
const HEIGHT_MM = 60

describe.skipIf(!requireTool('pdftoppm', '-v'))('a PDF of every preset, as Poppler draws it', () => {
  test.each(RESOLUTIONS)('at %i dpi', async (dpi) => {
    const folder = mkdtempSync(join(tmpdir(), 'claimtag-pdf-'))
    try {
      for (const template of Object.values(presets)) {
        const allowed = cases.filter(({ labeller }) => labeller.dpi === dpi && labeller.template === template)
        if (allowed.length === 0) continue
        const labeller = createLabeller(template, { dpi })
        const pdf = createPdf(template)
        const parts = allowed.map(({ code }) => pdf.add(labeller.place(code, fields)))
        const file = join(folder, `${template.name}.pdf`)
        writeFileSync(file, Buffer.concat([...parts, ...pdf.end()]))
        const part = [
          '-x',
          '0',
          '-y',
          '0',
          '-W',
          '20000',
          '-H',
          String(Math.ceil(HEIGHT_MM * dotsPerMm(dpi))),
        ]
        execFileSync('pdftoppm', [
          '-r',
          String(dpi),
          ...part,
          '-gray',
          '-png',
          file,
          join(folder, template.name),
        ])
        const read: string[] = []
        for (const name of readdirSync(folder).filter((one) => one.endsWith('.png'))) {
          read.push(...textsOf(await scanner.scan(readFileSync(join(folder, name)))))
          rmSync(join(folder, name))
        }
        const expected = allowed.flatMap(({ payloads }) => payloads)
        expect([template.name, ...read.sort()]).toEqual([template.name, ...[...expected].sort()])
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
