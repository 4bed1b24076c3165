import { expect, test } from 'vitest'
import { explain, LineError, type LineIssue } from '../src/index.ts'

const ISSUES: readonly LineIssue[] = [
  { code: 'product' },
  { code: 'pack-size', what: 'cartons' },
  { code: 'pack-size', what: 'pallets' },
  { code: 'pallets-without-cartons' },
  { code: 'pack-unprintable', what: 'cartons', detail: 'too much text' },
  { code: 'arrivals-address' },
  { code: 'arrivals-failed', address: 'tcp://127.0.0.1:1', detail: 'EACCES' },
  { code: 'listen-address' },
  { code: 'listen-exposed' },
  { code: 'listen-failed', address: '127.0.0.1:1', detail: 'EACCES' },
  { code: 'operator' },
]

test('every issue has a sentence of its own', () => {
  const sentences = ISSUES.map(explain)
  expect(new Set(sentences).size).toBe(ISSUES.length)
  for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].*[.\w)]$/)
  expect(new LineError(ISSUES[4]!).message).toContain('too much text')
})
