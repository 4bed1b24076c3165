import { describe, expect, test } from 'vitest'
import { faultsIn, type Least } from '../../core/test/issue/whole-sentence.ts'
import { durationText } from '../src/status/wait-reason.ts'
import { explain, PrinterError, type PrinterIssue } from '../src/issue.ts'

const printer = 'tcp://192.0.2.7:9100'

const LEAST: Least<PrinterIssue> = {
  'printer-address': {},
  'serialport-missing': {},
  'printer-missing': { printer, detail: 'no such queue' },
  'write-failed': { printer, detail: 'ENOSPC' },
  'printer-unreachable': { printer, waitedMs: 1000, detail: 'ECONNREFUSED' },
  'printer-silent': { printer, waitedMs: 600_000 },
  'status-unreadable': { printer },
  'printer-not-ready': { printer, waitedMs: 3_600_000, reason: 'paper-out' },
  'printer-drops': { printer, times: 1 },
  'printer-closed': {},
  'printer-interrupted': {},
}

describe('every sentence is whole', () => {
  test.each(Object.entries(LEAST))('%s', (code, data) => {
    const issue = { code, ...data } as PrinterIssue
    const sentence = explain(issue)
    expect(faultsIn(sentence)).toEqual([])
    for (const value of Object.values(data)) expect(sentence).toContain(wordsOf(value))
    expect(new PrinterError(issue)).toMatchObject({ code, message: sentence, issue })
  })
})

function wordsOf(value: string | number): string {
  if (value === 'paper-out') return 'is out of paper'
  return typeof value === 'number' && value >= 1000 ? durationText(value) : String(value)
}

test.each([
  [1000, '1 second'],
  [119_000, '119 seconds'],
  [120_000, '2 minutes'],
  [7_100_000, '118 minutes'],
  [7_200_000, '2 hours'],
])('%i ms are %s', (ms, text) => expect(durationText(ms)).toBe(text))
