import { explain, type DiskIssue } from '@claimtag/disk'
import { expect, test } from 'vitest'
import { faultsIn, type Least } from '../../core/test/issue/whole-sentence.ts'

const path = '/labels/a'

const LEAST: Least<DiskIssue> = {
  'file-exists': { path },
  'file-linked': { path },
  'not-a-file': { path },
  'file-too-large': { path, most: 1 },
  'not-a-folder': { path },
  'not-ours': { path },
  locked: { path },
  'lock-lost': { path },
  'log-damaged': { path, line: 1 },
  'temporary-failed': { path, detail: 'ENOSPC' },
}

test.each(Object.entries(LEAST))('%s is a whole sentence', (code, facts) => {
  const sentence = explain({ code, ...facts } as DiskIssue)
  expect(faultsIn(sentence)).toEqual([])
  expect(sentence).toContain(path)
})

test('a lock says who holds it, as far as that is known', () => {
  const holder = { pid: 4711, host: 'line-2', since: '', random: '' }
  expect(explain({ code: 'locked', path, holder })).toMatch(/^Process 4711 on line-2 holds/)
})
