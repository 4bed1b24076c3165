import { expect, test } from 'vitest'
import { faultsIn, withOnes, type Least } from '../../core/test/issue/whole-sentence.ts'
import { explain, type StorageIssue } from '../src/index.ts'

const address = 's3://b/k'
const ALL: Least<StorageIssue> = {
  'storage-address': { given: 'x' },
  'storage-credentials-missing': { names: ['a'] },
  'storage-credentials-refused': { source: 'The container', detail: 'no answer' },
  'object-missing': { address },
  'object-differs': { address },
  'object-changed': { address },
  'object-damaged': { address },
  'storage-failed': { address, detail: 'ECONNREFUSED' },
  'encryption-key': { path: 'a' },
  'encryption-damaged': { path: 'a' },
}

test.each(Object.entries(ALL))('%s has a sentence', (code, data) => {
  expect(faultsIn(explain({ code, ...data } as StorageIssue))).toEqual([])
  expect(faultsIn(explain({ code, ...withOnes(data) } as StorageIssue))).toEqual([])
})
