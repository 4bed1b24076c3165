import { describe, expect, test } from 'vitest'
import { explain, PrinterError, type PrinterIssue, type PrinterIssueCode } from '../src/issue.ts'

const printer = 'tcp://192.0.2.7:9100'

/** Each code with the least that its type allows. */
const LEAST = {
  'printer-address': {},
  'printer-unreachable': { printer, waitedMs: 1000, detail: 'ECONNREFUSED' },
  'printer-silent': { printer, waitedMs: 600_000 },
  'status-unreadable': { printer },
  'printer-closed': {},
  'printer-interrupted': {},
} satisfies { [C in PrinterIssueCode]: Omit<Extract<PrinterIssue, { code: C }>, 'code'> }

describe('every sentence is whole', () => {
  test.each(Object.entries(LEAST))('%s', (code, data) => {
    const issue = { code, ...data } as PrinterIssue
    const sentence = explain(issue)
    expect(sentence).toMatch(/^[A-Z].*[.?]$/)
    expect(sentence).not.toMatch(/undefined|NaN|null|\[object/)
    for (const value of Object.values(data))
      expect(sentence).toContain(String(typeof value === 'number' && value >= 1000 ? value / 1000 : value))
    expect(new PrinterError(issue)).toMatchObject({ code, message: sentence, issue })
  })
})

test('one second is one second', () => {
  const issue: PrinterIssue = { code: 'printer-unreachable', ...LEAST['printer-unreachable'] }
  expect(explain(issue)).toContain('for 1 second (ECONNREFUSED)')
  expect(explain({ ...issue, waitedMs: 2000 })).toContain('for 2 seconds (')
})
