import { parseEui64 } from '@claimtag/core'
import { explain } from '@claimtag/provisioning'
import type {
  Failure,
  FailureCode,
  FailureReason,
  ProvisioningIssue,
  ProvisioningIssueCode,
  Step,
} from '@claimtag/provisioning'
import { expect, test } from 'vitest'
import { faultsIn } from '../../core/test/issue/whole-sentence.ts'
import { STEPS } from '../src/step.ts'

const joinEui = parseEui64('70B3D57ED0000009')!

/** Each code with the least data that its type allows. */
const LEAST: { readonly [C in FailureCode]: FailureReason & { readonly code: C } } = {
  unauthenticated: { code: 'unauthenticated' },
  forbidden: { code: 'forbidden' },
  'not-found': { code: 'not-found' },
  conflict: { code: 'conflict' },
  'rate-limited': { code: 'rate-limited' },
  rejected: { code: 'rejected' },
  'server-failed': { code: 'server-failed' },
  redirected: { code: 'redirected' },
  'timed-out': { code: 'timed-out' },
  unreachable: { code: 'unreachable' },
  unintelligible: { code: 'unintelligible' },
  cancelled: { code: 'cancelled' },
  unsupported: { code: 'unsupported' },
  'root-key-needed': { code: 'root-key-needed' },
  'claim-refused': { code: 'claim-refused' },
  'join-eui-missing': { code: 'join-eui-missing' },
  'owner-token-missing': { code: 'owner-token-missing' },
  'join-server-unmapped': { code: 'join-server-unmapped', joinEui },
  'join-server-changed': { code: 'join-server-changed', joinEui },
  'device-profile-unmapped': { code: 'device-profile-unmapped', joinEui },
  'device-profile-unknown': { code: 'device-profile-unknown', deviceProfileId: 'generic' },
  'device-profile-ambiguous': { code: 'device-profile-ambiguous', candidates: ['generic', 'meter'] },
  'device-profile-not-offered': { code: 'device-profile-not-offered', deviceProfileId: 'generic' },
  'routing-profile-unknown': { code: 'routing-profile-unknown', routingProfileId: 'busit' },
  'routing-profile-not-offered': { code: 'routing-profile-not-offered', routingProfileId: 'busit' },
  'connectivity-plan-not-offered': { code: 'connectivity-plan-not-offered', connectivityPlanId: 'gold' },
  'connectivity-plan-ambiguous': { code: 'connectivity-plan-ambiguous', offered: 0 },
  'connectivity-plan-full': { code: 'connectivity-plan-full', connectivityPlanId: 'gold' },
  'device-released': { code: 'device-released' },
  'device-adopted': { code: 'device-adopted' },
  'release-not-offered': { code: 'release-not-offered' },
  'release-uncertain': { code: 'release-uncertain' },
  'as-transport-key-changed': { code: 'as-transport-key-changed' },
  'as-transport-key-missing': { code: 'as-transport-key-missing' },
  'key-unwrap-failed': { code: 'key-unwrap-failed' },
  'save-failed': { code: 'save-failed' },
  'state-moved-on': { code: 'state-moved-on' },
  'connector-failed': { code: 'connector-failed' },
}

const ISSUES: { readonly [C in ProvisioningIssueCode]: ProvisioningIssue } = {
  'configuration-invalid': {
    code: 'configuration-invalid',
    kind: 'misuse',
    field: '',
    problem: 'must be object',
  },
  'state-invalid': {
    code: 'state-invalid',
    kind: 'misuse',
    field: 'devEui',
    problem: 'must be 16 hex digits',
  },
  'private-key-invalid': {
    code: 'private-key-invalid',
    kind: 'misuse',
    field: 'privateKey',
    problem: 'is a public key',
  },
  'encrypted-key-invalid': {
    code: 'encrypted-key-invalid',
    kind: 'misuse',
    field: 'encryptedKey',
    problem: 'has 3 bytes',
  },
  'address-not-https': { code: 'address-not-https', kind: 'misuse', field: 'address' },
  'state-moved-on': { code: 'state-moved-on', kind: 'misuse', field: 'revision' },
  'key-refused': { code: 'key-refused', kind: 'misuse', field: 'appKey' },
}

test.each(Object.values(LEAST))('$code has a sentence at every step', (reason) => {
  for (const step of Object.keys(STEPS) as Step[]) {
    const failure: Failure = { ok: false, step, retryable: false, ...reason }
    expect(faultsIn(explain(failure))).toEqual([])
  }
})

test.each(Object.values(ISSUES))('$code has a sentence', (issue) => {
  expect(faultsIn(explain(issue))).toEqual([])
})

test('sentences name the step, the server and the value', () => {
  expect(explain({ ok: false, step: 'claim', code: 'timed-out', retryable: true })).toBe(
    'Claiming the device: the Join Server did not answer in time. Try again.',
  )
  const busy = { ok: false, step: 'network-server', code: 'rate-limited', retryable: true } as const
  expect(explain({ ...busy, retryAfterSeconds: 7 })).toBe(
    'Provisioning the Network Server: the Network Server is rate limiting. Try again in 7 s.',
  )
  const failure = { ok: false, step: 'scan', retryable: false } as const
  expect(explain({ ...failure, ...LEAST['device-profile-unmapped'] })).toContain(joinEui)
  expect(explain({ ...failure, code: 'connectivity-plan-ambiguous', offered: 3 })).toContain('3')
})
