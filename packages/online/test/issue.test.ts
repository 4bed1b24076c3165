import { parseEui64 } from '@claimtag/core'
import { explain } from '@claimtag/online'
import type { OnlineCode, OnlineIssue } from '@claimtag/online'
import { expect, test } from 'vitest'

const devEui = parseEui64('70B3D57ED00A0004')!

/** Each code with the least data that its type allows. */
const LEAST: { readonly [C in OnlineCode]: Omit<Extract<OnlineIssue, { code: C }>, 'code' | 'retryable'> } = {
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
  const sentence = explain({ code, retryable: false, ...data } as OnlineIssue)
  expect(sentence).toMatch(/^[A-Za-z].*[.?]$/)
  expect(sentence).not.toMatch(/undefined|null\b(?!\.)|NaN|\[object|\s{2}/)
})

test('a sentence says which member was meant', () => {
  expect(
    explain({ code: 'device-member-unknown', retryable: false, field: 'serial', nearest: 'serialNumber' }),
  ).toBe('The device has the member serial that is not known here: serialNumber?')
})
