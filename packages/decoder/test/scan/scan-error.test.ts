import { explain, ScanError, type ScanIssue } from '@claimtag/decoder/scan'
import { expect, test } from 'vitest'
import { faultsIn, type Least } from '../../../core/test/issue/whole-sentence.ts'

const LEAST: Least<ScanIssue> = {
  'unreadable-image': {},
  'unsupported-format': { format: 'HEIC' },
  'image-too-large': { mostMegapixels: 64 },
  'wasm-missing': {},
  'wasm-unusable': {},
  'reader-failed': {},
  'scan-aborted': {},
  'scanner-closed': {},
}

test.each(Object.entries(LEAST))('%s is a whole sentence, which the error says', (code, facts) => {
  const issue = { code, ...facts } as ScanIssue
  expect(faultsIn(explain(issue))).toEqual([])
  expect(new ScanError(issue)).toMatchObject({ name: 'ScanError', code, issue, message: explain(issue) })
})
