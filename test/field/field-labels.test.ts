import { labelFields, thingpark } from '@claimtag/core'
import { readDevices } from '@claimtag/devices'
import { contentOf, createLabeller, type Template } from '@claimtag/label'
import { parseTemplate } from '@claimtag/label/schema'
import { runBatch, type BatchOptions } from '@claimtag/batch'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'

// Files and templates of others: what the labels of their rows say.
const out = mkdtempSync(join(tmpdir(), 'claimtag-field-labels-'))
afterAll(() => rmSync(out, { recursive: true, force: true }))

const own = (name: string) => fileURLToPath(new URL(`../data/field/${name}`, import.meta.url))
const devices = (name: string) =>
  fileURLToPath(new URL(`../../packages/devices/test/field/${name}`, import.meta.url))
const templateIn = (name: string): Template => parseTemplate(JSON.parse(readFileSync(own(name), 'utf8')))

let jobs = 0
async function make(input: string, options: Partial<BatchOptions> = {}) {
  return runBatch({ input, out: join(out, `job-${jobs++}`), as: ['png'], workers: 0, ...options })
}

/** The texts of the labels of all rows, in the order of the template. */
async function textsOf(input: string, template: Template) {
  const labeller = createLabeller(template, { dpi: 300 })
  const texts: (readonly string[])[] = []
  for await (const row of readDevices(input, { format: thingpark })) {
    if (!('device' in row)) throw new Error(`line ${row.line} is refused`)
    const fields = labelFields(row.device)
    const { texts: placed } = contentOf(labeller.place(row.device.text, fields))
    // Groups of digits are parted by narrow spaces.
    texts.push(placed.map((text) => text.replace(/[\u2000-\u200A\u202F\u00A0]/g, ' ')))
  }
  return texts
}

/** What stands below the DevEUI. */
async function below(file: string, template: string): Promise<readonly string[]> {
  const labels = await textsOf(devices(file), templateIn(template))
  return labels.map((texts) => texts.slice(1).join(' · '))
}

describe('`when` of a column that is empty in some rows', () => {
  const template = templateIn('20-template-hw-made.json')

  test('leaves its text out there, and nowhere else', async () => {
    expect(await textsOf(own('16-when-empty.csv'), template)).toEqual([
      ['70B3 D57E D00A 0004', 'SN S0', 'HW 1.1', 'Made 20.11.2026', 'Rev 2'],
      ['70B3 D57E D00A 0009', 'SN S1', 'Made 20.11.2026'],
    ])
    expect(await make(own('16-when-empty.csv'), { template })).toMatchObject({ labelled: 2, unused: [] })
  })

  test('knows no such column in a file without it', async () => {
    const { refusals } = await make(own('29-no-serial.csv'), { template })
    expect(refusals.map(({ line, code }) => `${line} ${code}`)).toEqual([
      '2 unknown-field',
      '3 unknown-field',
      '4 unknown-field',
    ])
  })
})

test('dates and decimals are printed as the workbook shows them, and as JSON writes them', async () => {
  expect(await below('04b-decimals-dates.xlsx', '20-template-hw-made.json')).toEqual([
    'SN S0 · HW 1.10 · Made 20.11.2026 · Rev 2',
    'SN S1 · HW 1.10 · Made 20.11.2026 · Rev 2',
    'SN S2 · HW 2.00 · Made 20.11.2026 · Rev 2',
  ])
  expect(await below('04n-decimals.ndjson', '22-template-date.json')).toEqual([
    'SN S0 · Made 2026-11 · Rev 1',
    'SN S1 · Made 2026-11 · Rev 1.1',
    'SN S2 · Made 2026-11 · Rev 2.5',
  ])
})

describe('names of products', () => {
  test('in letters that the font lacks are refused by line, and printed otherwise', async () => {
    const { refusals } = await make(own('10-names.csv'), { template: templateIn('21-template-product.json') })
    expect(refusals.map(({ line, code }) => `${line} ${code}`)).toEqual([
      '3 missing-glyph',
      '4 missing-glyph',
      '5 missing-glyph',
      '6 missing-glyph',
      // It is the sign ≥ that is missing.
      '7 missing-glyph',
    ])
  })

  test('that are commands of a printer are texts', async () => {
    const template = templateIn('23-template-product-note.json')
    expect(await textsOf(own('18-zpl-in-data.csv'), template)).toEqual([
      ['A^XZ~JR_41 \\n {x}'],
      ['50% "off" ^FS^FDx'],
    ])
    for (const as of [['zpl'], ['zpl-native'], ['tspl']] as const)
      expect(await make(own('18-zpl-in-data.csv'), { template, as })).toMatchObject({
        labelled: 2,
        verified: 2,
      })
  })
})

test('keys are neither read nor printed, whatever they are called', async () => {
  await expect(make(own('19-key-headings.csv'))).rejects.toMatchObject({ code: 'key-column' })
  const template = templateIn('24-template-key.json')
  await expect(make(own('29-no-serial.csv'), { template })).rejects.toMatchObject({ code: 'secret-field' })
})

test('serial numbers of every length, and none; columns that nothing asks for are named', async () => {
  expect(await make(own('11-length-varies.csv'))).toMatchObject({ labelled: 4, verified: 4, unused: [] })
  expect(await make(own('29-no-serial.csv'))).toMatchObject({ labelled: 3, verified: 3, unused: [] })
  expect(await make(own('12-copies.csv'))).toMatchObject({ labelled: 3, verified: 3, unused: ['Qty'] })
})
