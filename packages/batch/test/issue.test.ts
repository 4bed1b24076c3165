import { describe, expect, test } from 'vitest'
import { faultsIn, withOnes, type Least } from '../../core/test/issue/whole-sentence.ts'
import { explain, type BatchIssue, type Fault, type VerificationIssue } from '../src/index.ts'

const path = '/labels'
const devEui = '70B3D57ED00A0004'

const LEAST: Least<BatchIssue | VerificationIssue> = {
  'unknown-output': { detail: '', names: ['png'] },
  'not-one-stream': { names: ['zpl'] },
  'brother-resolution': { detail: '203' },
  'brother-stock': { detail: '30 × 20 mm', names: ['62'] },
  'copies-unclear': { names: ['qty', 'Copies'] },
  'copies-column': { column: 'qty', names: ['sku', 'note'] },
  'copies-across': { columns: 2 },
  'sheet-for-printer': { names: ['zpl'], columns: 2 },
  'wider-than-head': { width: 2, headDots: 1, widest: 0.1 },
  'too-many-pages': { detail: '8,000,000' },
  'carton-size': { size: 0, most: 1000 },
  'code-on-carton': { element: 'code' },
  'no-carton-output': { names: ['csv'] },
  'carton-unprintable': { carton: 1, detail: 'It is too long.' },
  'volume-unreadable': { path },
  'job-changed': { path, names: ['template'] },
  'addition-unfinished': { path, addition: 2, names: [] },
  'job-running': { path, detail: '/labels/.claimtag/lock' },
  'counted-labels': { path: 'labels' },
  'uncounted-label': { names: ['index', 'count'] },
  'printer-cannot': { detail: 'epl2', names: ['turn'] },
  'size-outgrown': { path: 'labels', names: ['code'] },
  'job-taken-over': { path },
  'job-of-other-version': { path },
  'job-missing': { path },
  'job-unfinished': { path },
  'job-damaged': { path, detail: 'key' },
  'output-failed': { detail: 'EACCES' },
  'disk-full': {},
  'output-exists': { path },
  'output-is-link': { path },
  'output-is-input': { path },
  'output-open': { path },
  'output-shared': { path },
  'unknown-device': { path, detail: devEui },
  'printed-before': { detail: devEui },
  'not-printable': { path, detail: 'zpl', names: ['png'] },
  'label-changed': { path, line: 1 },
  'drawn-otherwise': { path, line: 1 },
  'plan-missing': { path },
  'plan-key': { path },
  'plan-damaged': { path, detail: 'shards.json' },
  'plan-exists': { path },
  'plan-of-other-version': { path, names: ['the bytes of labels'] },
  'shard-count': { of: 0, most: 100_000 },
  'shard-unclear': { names: ['JOB_COMPLETION_INDEX'] },
  'shard-unknown': { shard: 4, of: 3 },
  'shard-other-count': { given: 8, of: 3 },
  'shard-input': { path },
  'shard-folder': { path, detail: 'notes.txt' },
  'shard-absent': { path },
  'shard-missing': { shards: [2], of: 3 },
  'shard-foreign': { path },
  'shard-unfinished': { path, shard: 1 },
  'shard-differs': { shard: 1, paths: [path, '/other'] },
  'shard-doubled': { shard: 1, paths: [path, '/other'] },
  'shard-damaged': { path, detail: 'labels.part' },
  'verification-failed': { count: 1 },
}

describe('with the least data that its type allows, a sentence is whole', () => {
  test.each(Object.entries(LEAST))('%s', (code, facts) => {
    expect(faultsIn(explain({ code, ...facts } as BatchIssue))).toEqual([])
    expect(faultsIn(explain({ code, ...withOnes(facts) } as BatchIssue))).toEqual([])
  })
})

test.each([0, 1, 2])('a job whose input has %i new rows says what to do about them', (newRows) => {
  expect(faultsIn(explain({ code: 'job-changed', path, names: ['input'], newRows }))).toEqual([])
})

test('missing shards are listed, the first of many', () => {
  const shards = Array.from({ length: 25 }, (_, at) => at + 1)
  const sentence = explain({ code: 'shard-missing', shards, of: 30 })
  expect(faultsIn(sentence)).toEqual([])
  expect(sentence).toContain('19, 20 and 5 more of 30 are missing')
})

test('an addition that changed names what did', () => {
  const names = ['template', 'dpi']
  expect(explain({ code: 'addition-unfinished', path, addition: 2, names })).toContain(
    'template, dpi changed',
  )
})

const FAULTS = {
  missing: 0,
  'no-file': 0,
  changed: 0,
  'no-picture': 0,
  'not-read': 0,
  'reads-otherwise': 0,
  'other-device': 0,
} satisfies Record<Fault['fault'], 0>

test.each(Object.keys(FAULTS) as Fault['fault'][])('a label that is %s is a whole sentence', (fault) => {
  const sentence = explain({ line: 2, devEui, file: 'a.png', fault })
  expect(faultsIn(sentence)).toEqual([])
  expect(sentence).toContain(`a.png (${devEui})`)
})
