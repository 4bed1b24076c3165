import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decode } from '@claimtag/core'
import { createScanner, textsOf } from '@claimtag/decoder/scan'
import { presets } from '@claimtag/label'
import { encodePng } from '@claimtag/label/png'
import { renderSvg } from '@claimtag/label/svg'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { CODES, fields, labelCases, record, RESOLUTIONS } from './label-cases.ts'
import { requireTool } from './tools.ts'

const scanner = createScanner()

/**
 * The density at which sharp makes about 12 pixels of a millimetre: it converts mm to dots by it, and then scales by
 * it.
 */
const DENSITY = 150

const { cases, refused } = labelCases()

test('the planner refuses what no printer can print, and only that', () => {
  // A module of 3 dots at 203 dpi takes a symbol of 15.4 mm; this stock is 12.7 mm high.
  expect(refused).toEqual(
    ['device-25x12', 'sheet-letter-5167'].flatMap((name) =>
      CODES.map(([format]) => `${name} at 203 dpi, ${format.id}: symbol-too-small`),
    ),
  )
  expect(cases.length + refused.length).toBe(Object.keys(presets).length * RESOLUTIONS.length * CODES.length)
})

describe('what the planner allows is read', () => {
  test('as PNG, by zxing', async () => {
    for (const { name, labeller, code, payloads } of cases) {
      const read = textsOf(await scanner.scan(encodePng(labeller.draw(code, fields), { dpi: labeller.dpi })))
      expect([name, ...[...read].sort()]).toEqual([name, ...[...payloads].sort()])
    }
  })

  test('and it is the device that went in', () => {
    for (const [format, code] of CODES) {
      expect(decode(code, [format])).toMatchObject({
        ok: true,
        record: { devEui: record.devEui, joinEui: record.joinEui },
      })
    }
  })

  test('as rasterised SVG, by zxing', async () => {
    // The resolution of the plan affects a picture only by its rounding.
    for (const { name, labeller, code, payloads } of cases.filter((one) => one.labeller.dpi === 300)) {
      const svg = Buffer.from(renderSvg(labeller.place(code, fields)))
      const read = textsOf(
        await scanner.scan(await sharp(svg, { density: DENSITY }).png({ compressionLevel: 1 }).toBuffer()),
      )
      expect([name, ...[...read].sort()]).toEqual([name, ...[...payloads].sort()])
    }
  })

  test.skipIf(!requireTool('zbarimg'))('as PNG, and as rasterised SVG, by zbar', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'claimtag-zbar-'))
    try {
      const files: { file: string; payloads: readonly string[] }[] = []
      for (const [index, { labeller, code, payloads }] of cases.entries()) {
        if (labeller.dpi === 600 && index % 3 !== 0) continue
        const file = join(folder, `${index}.png`)
        const svg = Buffer.from(renderSvg(labeller.place(code, fields)))
        const bytes =
          labeller.dpi === 300
            ? await sharp(svg, { density: DENSITY }).png({ compressionLevel: 1 }).toBuffer()
            : encodePng(labeller.draw(code, fields), { dpi: labeller.dpi })
        writeFileSync(file, bytes)
        files.push({ file, payloads })
      }
      const { stdout } = spawnSync('zbarimg', ['--quiet', '--raw', ...files.map(({ file }) => file)], {
        encoding: 'utf8',
      })
      expect(stdout.trimEnd().split('\n')).toEqual(files.flatMap(({ payloads }) => payloads))
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
