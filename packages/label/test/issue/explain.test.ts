import { type EncodeIssue, explain, type LabelIssue, type LabelWarning } from '@claimtag/label'
import { describe, expect, test } from 'vitest'
import { faultsIn, type Least } from '../../../core/test/issue/whole-sentence.ts'

const nearest = { property: 'size', value: 1 }
const source = 'logo.svg'

const LABEL: Least<LabelIssue> = {
  'bad-template': { path: 'stock', problem: 'a number is expected' },
  'bad-resolution': { dpi: 1 },
  'duplicate-id': { id: 'code', nearest },
  'off-label': { side: 'left', by: 1 },
  overlap: { other: 'code' },
  'in-quiet-zone': { other: 'code' },
  'symbol-too-small': { dots: 1, modules: 21 },
  'code-too-long': { length: 4297 },
  'text-too-long': { room: 1, needed: 2 },
  'text-too-small': { dots: 1 },
  'min-size-above-size': { nearest },
  'too-thin': { nearest },
  'unknown-field': { field: 'lot', known: ['devEui', 'appEui'] },
  'secret-field': { field: 'appKey' },
  'bad-pattern': { position: 1 },
  'bad-date': { date: '2026-02-30' },
  'bad-date-format': { format: 'YYYY-mm', token: 'mm' },
  undated: {},
  'missing-font': { source: 'a.ttf' },
  'font-too-large': { source: 'a.ttf', most: 9 },
  'unreadable-font': { source: 'a.ttf' },
  'opentype-missing': { source: 'a.ttf' },
  'needs-shaping': { character: 'م', script: 'Arabic' },
  'barcodes-missing': {},
  unencodable: { character: 'ä' },
  'missing-glyph': { character: '字', font: 'mono' },
  'missing-art': { source },
  'sharp-missing': { source },
  'unreadable-art': { source },
  'art-too-large': { source, limit: 'pixels', most: 64_000_000 },
  'art-with-entities': { source },
  'external-art': { source, reference: 'http://' },
  'no-sheet': {},
  'sheet-too-wide': { by: 1 },
  'sheet-too-high': { by: 1 },
  'start-off-sheet': { start: 2, places: 1 },
  'unknown-preset': { name: 'device' },
  'not-native': { what: 'rotated text' },
}

const ENCODE: Least<EncodeIssue> = {
  'bad-bitmap': { width: 1, height: 1, stride: 1, length: 1 },
  'bad-option': { option: 'copies', value: 0, least: 1, most: 9999 },
  'too-wide': { width: 2, most: 1 },
  'too-long': { height: 2, most: 1 },
  'unknown-media': { media: '63x30' },
  'off-media': { media: '62x29', width: 1, height: 1 },
  'bad-character': { field: 'devEui', position: 1 },
}

const WARNINGS: Least<LabelWarning> = {
  'few-dots': { element: 'code', dots: 1, message: '' },
  'small-modules': { element: 'code', module: 1, message: '' },
  'small-text': { element: 'eui', capHeight: 1, message: '' },
}

describe('with the least data that its type allows, a sentence is whole', () => {
  test.each(Object.entries({ ...LABEL, ...ENCODE, ...WARNINGS }))('%s', (code, facts) => {
    expect(
      faultsIn(explain({ code, kind: 'misuse', ...facts } as LabelIssue | EncodeIssue | LabelWarning)),
    ).toEqual([])
  })
})

test('a sentence names the element, if there is one, and the value that works', () => {
  const overlap = { code: 'overlap', kind: 'misuse', other: 'code (qr)' } as const
  expect(explain(overlap)).toBe('The label lies on code (qr).')
  expect(explain({ ...overlap, element: 'eui (text)', nearest: { property: 'x', value: 21 } })).toBe(
    'eui (text) lies on code (qr). Nearest that works: "x": 21.',
  )
})
