import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decode, encode, type Format, thingpark, thingparkBase64, tr005 } from '@claimtag/core'
import { scan } from '@claimtag/decoder/scan'
import { createLabeller, type Labeller, presets } from '@claimtag/label'
import { encodePng } from '@claimtag/label/png'
import { renderSvg } from '@claimtag/label/svg'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { requireTool } from './tools.ts'

const record = { devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002', serialNumber: '26W47-00421' }
const fields = { devEui: record.devEui, appEui: record.joinEui, serialNumber: record.serialNumber }
const CODES: readonly (readonly [Format, string])[] = [
  [thingpark, encode({ ...record, ownerToken: 'ecQSH8YIV9/+/HS5mcyF8Q==' }, thingpark)],
  [tr005, encode({ ...record, ownerToken: '0F1E2D3C4B5A69788796A5B4C3D2E1F0' }, tr005)],
  [thingparkBase64, encode({ ...record, ownerToken: 'ecQSH8YIV9/+/HS5mcyF8Q==' }, thingparkBase64)],
]
const RESOLUTIONS = [203, 300, 600]
/** At which sharp makes about 12 pixels of a millimetre: it takes mm to dots by it, and then scales by it. */
const DENSITY = 150

interface Case {
  readonly name: string
  readonly labeller: Labeller
  readonly code: string
  readonly payloads: readonly string[]
}

/** Every preset at every resolution with every format, or why the planner refuses it. */
const refused: string[] = []
const cases: Case[] = []
for (const template of Object.values(presets)) {
  for (const dpi of RESOLUTIONS) {
    for (const [format, code] of CODES) {
      const name = `${template.name} at ${dpi} dpi, ${format.id}`
      try {
        const labeller = createLabeller(template, { dpi })
        labeller.plan(code, fields)
        cases.push({ name, labeller, code, payloads: labeller.payloads(code, fields) })
      } catch (error) {
        refused.push(`${name}: ${(error as { code: string }).code}`)
      }
    }
  }
}

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
      const read = await scan(encodePng(labeller.draw(code, fields), { dpi: labeller.dpi }))
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
    // A picture of a label does not depend on the resolution it was planned for in more than its rounding.
    for (const { name, labeller, code, payloads } of cases.filter((one) => one.labeller.dpi === 300)) {
      const svg = Buffer.from(renderSvg(labeller.place(code, fields)))
      const read = await scan(await sharp(svg, { density: DENSITY }).png({ compressionLevel: 1 }).toBuffer())
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
