import { defaultTemplate, type Template } from '@claimtag/label'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFile, temporaryFolder } from '../../../disk/test/temporary.ts'
import { assertPrintable, type OutputKind, RECEIPT_HEADS, runBatch, streamBatch } from '../../src/index.ts'
import { csvOf, sampleDevices } from '../devices.ts'

const twoAcross = JSON.parse(
  readFileSync(new URL('28-two-across-template.json', import.meta.url), 'utf8'),
) as Template

const PRINTERS: readonly OutputKind[] = ['zpl', 'zpl-native', 'tspl', 'epl2', 'escpos', 'brother']

function issueOf(...args: Parameters<typeof assertPrintable>): unknown {
  try {
    assertPrintable(...args)
  } catch (error) {
    return (error as { readonly issue: unknown }).issue
  }
  return undefined
}

const write = () => Promise.reject(new Error('something was written'))

describe('labels side by side', () => {
  const { sheet: row } = twoAcross
  const a4 = { ...twoAcross, ...(row && { sheet: { ...row, rows: 7 } }) }

  test.each(['zpl', 'zpl-native', 'tspl', 'epl2'] as const)('are a print of %s', (kind) => {
    expect(issueOf({ template: twoAcross, dpi: 300 }, ['png', kind, 'csv'])).toBeUndefined()
  })

  test.each(['escpos', 'brother'] as const)('are refused for %s, which takes them one by one', (kind) => {
    expect(issueOf({ template: twoAcross, dpi: 300 }, ['png', 'zpl', kind, 'csv'])).toEqual({
      code: 'sheet-for-printer',
      names: [kind],
      columns: 2,
    })
  })

  test.each(PRINTERS)('on sheets of paper are refused for %s', (kind) => {
    expect(issueOf({ template: a4, dpi: 300 }, ['png', kind, 'csv'])).toEqual({
      code: 'sheet-for-printer',
      names: [kind],
      columns: 2,
      rows: 7,
    })
    expect(() => assertPrintable({ template: a4, dpi: 300 }, [kind])).toThrow(/a sheet of 2 × 7 labels/)
  })

  test('are as wide as all of them with their gaps', () => {
    const printed = { template: twoAcross, dpi: 203 }
    expect(issueOf({ ...printed, headDots: 416 }, ['zpl'])).toBeUndefined()
    expect(issueOf({ ...printed, headDots: 415 }, ['zpl'])).toEqual({
      code: 'wider-than-head',
      width: 416,
      headDots: 415,
      widest: 24.93,
      columns: 2,
    })
    expect(() => assertPrintable({ ...printed, headDots: 384 }, ['tspl'])).toThrow(
      'The row of 2 labels is 416 dots wide, and the head prints 384: take labels of at most 23 mm, fewer of them, or a printer with a wider head.',
    )
  })

  test('are pages, pictures and payloads', () => {
    expect(
      issueOf({ template: twoAcross, dpi: 300, headDots: 100 }, ['pdf', 'png', 'svg', 'csv']),
    ).toBeUndefined()
  })

  test('below each other are labels one by one', () => {
    const sheet = {
      page: { width: 25, height: 60 },
      columns: 1,
      rows: 2,
      left: 0,
      top: 0,
      columnGap: 0,
      rowGap: 2,
    }
    expect(issueOf({ template: { ...twoAcross, sheet }, dpi: 300 }, PRINTERS)).toBeUndefined()
  })

  test('are refused before anything is there', async () => {
    const out = join(temporaryFolder(), 'labels')
    const input = temporaryFile(csvOf(sampleDevices(3)))
    const options = { input, template: twoAcross, dpi: 300, as: ['escpos'] } as const
    await expect(runBatch({ ...options, out })).rejects.toThrow(
      /2 labels across, and escpos takes them one by one: print a PDF/,
    )
    expect(existsSync(out)).toBe(false)
    await expect(streamBatch({ ...options, write })).rejects.toMatchObject({ code: 'sheet-for-printer' })
  })
})

describe('the width of the head', () => {
  const wide = { ...defaultTemplate, stock: { ...defaultTemplate.stock, width: 50 } }

  test.each([
    [203, 400],
    [300, 591],
    [600, 1181],
  ])('at %i dpi, a label of 50 mm takes %i dots', (dpi, dots) => {
    expect(issueOf({ template: wide, dpi, headDots: dots }, ['zpl'])).toBeUndefined()
    expect(issueOf({ template: wide, dpi, headDots: dots - 1 }, ['zpl'])).toMatchObject({
      code: 'wider-than-head',
      width: dots,
      headDots: dots - 1,
    })
  })

  test('names what would be cut off, and the width that would not', () => {
    const headDots = RECEIPT_HEADS.get('58mm')
    const text = { type: 'text', x: 4, y: 2, width: 45, size: 2, text: '{devEui}' } as const
    const template = { ...wide, elements: [{ type: 'qr', x: 0, y: 0, size: 24 } as const, text] }
    expect(issueOf({ template, dpi: 203, headDots }, ['escpos'])).toEqual({
      code: 'wider-than-head',
      width: 400,
      headDots: 384,
      widest: 48,
      element: 'elements[1]',
    })
    const turned = { ...template, elements: [{ ...text, id: 'eui', rotate: 90 } as const] }
    expect(issueOf({ template: turned, dpi: 203, headDots }, ['escpos'])).not.toHaveProperty('element')
    expect(() => assertPrintable({ template, dpi: 203, headDots }, ['escpos'])).toThrow(
      'The label is 400 dots wide, and the head prints 384, so that elements[1] would be cut off: take a label of at most 48 mm, or a printer with a wider head.',
    )
  })

  test('is not asked of kinds that know it, and of no printer', () => {
    expect(issueOf({ template: wide, dpi: 300, headDots: 10 }, ['brother', 'png'])).toBeUndefined()
  })
})
