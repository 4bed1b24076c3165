import { expect, test } from 'vitest'
import { faultsIn, type Least } from '../../core/test/issue/whole-sentence.ts'
import { explain, LineError, type LineIssue } from '../src/index.ts'

const address = 'tcp://127.0.0.1:1'

const LEAST: Least<LineIssue> = {
  product: {},
  'pack-size': { what: 'cartons' },
  'pallets-without-cartons': {},
  'printer-languages': { address },
  'pack-unprintable': { what: 'cartons', detail: 'too much text.' },
  'log-missing': { folder: '/work' },
  'arrivals-address': {},
  'arrivals-failed': { address, detail: 'EACCES' },
  'listen-address': {},
  'listen-exposed': {},
  'listen-failed': { address, detail: 'EACCES' },
  operator: {},
}
const ISSUES = [
  ...Object.entries(LEAST).map(([code, data]) => ({ code, ...data }) as LineIssue),
  { code: 'pack-size', what: 'pallets' } as const,
]

test.each(ISSUES)('with the least data that its type allows, the sentence of $code is whole', (issue) => {
  const sentence = explain(issue)
  expect(faultsIn(sentence)).toEqual([])
  const told = Object.entries(issue).filter(([name]) => name !== 'code' && name !== 'what')
  for (const [, value] of told) expect(sentence).toContain(value)
  expect(new LineError(issue)).toMatchObject({ message: sentence, issue })
})

test('every issue has a sentence of its own', () => {
  expect(new Set(ISSUES.map(explain)).size).toBe(ISSUES.length)
})
