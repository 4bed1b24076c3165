import { parseEui64 } from '@claimtag/core'
import { explain } from '@claimtag/online'
import type { OnlineIssue } from '@claimtag/online'
import { expect, test } from 'vitest'
import { faultsIn, withOnes, type Least } from '../../core/test/issue/whole-sentence.ts'

const devEui = parseEui64('70B3D57ED00A0004')!

const LEAST: Least<OnlineIssue> = {
  'device-invalid': { given: 'null' },
  'device-member-unknown': {},
  'device-member-invalid': { field: 'serialNumber', problem: 'not-text' },
  'dev-eui-invalid': { field: 'devEui' },
  'join-eui-invalid': { devEui, field: 'joinEui' },
  'owner-token-given': { field: 'ownerToken' },
  'key-refused': { field: 'appKey' },
  'device-conflict': { devEui, field: 'joinEui' },
  'format-conflict': { devEui, format: 'tr005', issuedAs: 'thingpark' },
  'code-revoked': { devEui },
  'code-missing': { devEui },
  'code-moved-on': { devEui },
  'code-unreadable': { devEui },
  'token-not-recorded': { devEui },
  'token-record-ambiguous': { devEui },
  'token-empty': { devEui, field: 'ownerToken' },
  'token-invalid': { devEui, field: 'ownerToken', problem: 'not-text' },
  'token-source-failed': { devEui },
  'token-source-paused': { devEui, retryAfterMs: 1 },
  'store-failed': { during: 'reserve' },
  'store-answer-invalid': { during: 'fill', field: 'isOurs' },
  'seal-failed': { devEui },
  'unseal-failed': { devEui },
  'deadline-exceeded': { waitedFor: 'store' },
  cancelled: { waitedFor: 'other-attempt' },
  'sqlite-missing': {},
  'sqlite-too-old': { version: '3.40.1' },
  'database-too-new': { version: 3, known: 1 },
  'option-invalid': { option: 'leaseMs', expected: 'a number' },
}

test.each(Object.entries(LEAST))('%s has a sentence', (code, data) => {
  // What was given instead of a device may be null.
  expect(faultsIn(explain({ code, retryable: false, ...data } as OnlineIssue), 'null.')).toEqual([])
  const ones = { code, retryable: false, ...withOnes(data) } as OnlineIssue
  expect(faultsIn(explain(ones), 'null.')).toEqual([])
})

test('a sentence says which member was meant', () => {
  expect(
    explain({ code: 'device-member-unknown', retryable: false, field: 'serial', nearest: 'serialNumber' }),
  ).toBe('The device has the member serial that is not known here: serialNumber?')
})
