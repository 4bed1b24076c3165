import { explain, QrError, type QrIssue } from '@claimtag/qr'
import { expect, test } from 'vitest'
import { faultsIn, type Least } from '../../core/test/issue/whole-sentence.ts'

const LEAST: Least<QrIssue> = {
  'too-long': { bitsNeeded: 160, bitsAvailable: 152 },
  'invalid-option': { field: 'mask' },
  'invalid-segment': { index: 1 },
  'lone-surrogate': { position: 1 },
  'eci-unsupported': {},
}

test.each(Object.entries(LEAST))('%s is a whole sentence, which the error says', (code, facts) => {
  const issue = { code, ...facts } as QrIssue
  expect(faultsIn(explain(issue))).toEqual([])
  expect(new QrError(issue)).toMatchObject({ name: 'QrError', code, issue, message: explain(issue) })
})
