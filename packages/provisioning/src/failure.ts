import type { Eui64 } from '@claimtag/core'
import type { Fault, FaultCode } from './answer.ts'
import type { DeviceStep, ProvisioningState } from './state.ts'

/** Where the workflow stopped: one of a login's two steps, the check of a scanned record, or one of a device's steps. */
export type Step = 'connectivity-plans' | 'as-transport-key' | 'scan' | Exclude<DeviceStep, 'done'>

/** Every reason for which a step fails. */
export type FailureCode =
  | FaultCode
  | 'join-eui-missing'
  | 'owner-token-missing'
  | 'device-profile-unmapped'
  | 'routing-profile-unknown'
  | 'connectivity-plan-unknown'
  | 'connectivity-plan-ambiguous'
  | 'as-transport-key-changed'
  | 'key-unwrap-failed'
  | 'save-failed'
  | 'connector-failed'

/** A step that failed, as data. It never holds an ownerToken, a key, or anything a server wrote. */
export interface Failure {
  readonly ok: false
  readonly step: Step
  readonly code: FailureCode
  readonly retryable: boolean
  readonly devEui?: Eui64
  readonly status?: number
  readonly retryAfterSeconds?: number
  /** The ID that nobody knows, or the JoinEUI without a Device Profile. */
  readonly id?: string
  /** From where to go on; absent when no device was begun. */
  readonly state?: ProvisioningState
}

const SERVER = {
  'connectivity-plans': 'the Network Server',
  'as-transport-key': 'the Join Server',
  scan: 'the portal',
  claim: 'the Join Server',
  'join-server': 'the Join Server',
  'network-server': 'the Network Server',
  'application-server': 'the Application Server',
} satisfies Record<Step, string>

const ATTEMPT = {
  'connectivity-plans': 'fetching the Connectivity Plans',
  'as-transport-key': 'creating an AS transport key',
  scan: 'checking the scanned device',
  claim: 'claiming the device',
  'join-server': 'provisioning the Join Server',
  'network-server': 'provisioning the Network Server',
  'application-server': 'provisioning the Application Server',
} satisfies Record<Step, string>

type Sentence = (failure: Failure, server: string) => string

const CATALOGUE = {
  unauthenticated: (_, server) =>
    `${server} did not accept the account. Check its credentials and log in again.`,
  forbidden: (_, server) =>
    `this account may not do that at ${server}. Ask for the right, or use another account.`,
  'not-found': ({ step }, server) =>
    step === 'claim' || step === 'join-server'
      ? `${server} does not know this device. The maker may not have delivered its record yet.`
      : `${server} found nothing there. Check the address and the subscription in the connector's configuration.`,
  conflict: (_, server) => `${server} already has this device. Remove it there, or leave it as it is.`,
  'rate-limited': ({ retryAfterSeconds }, server) =>
    `${server} asks for patience. Try again ${retryAfterSeconds === undefined ? 'later' : `in ${retryAfterSeconds} s`}.`,
  rejected: (_, server) =>
    `${server} found the request wrong. Check the IDs and field names in the configuration.`,
  'server-failed': (_, server) => `${server} failed. Try again later.`,
  redirected: (_, server) =>
    `${server} sent us elsewhere, and we do not follow. Configure the address it moved to.`,
  'timed-out': (_, server) => `${server} did not answer in time. Try again.`,
  unreachable: (_, server) => `${server} could not be reached. Check the connection and try again.`,
  unintelligible: (_, server) =>
    `the answer is not one that ${server} gives. Check the address, and whether the network asks you to sign in.`,
  'claim-refused': () =>
    'the Join Server refused the ownerToken: it is wrong, or the device is claimed already. The server does not say which.',
  'join-eui-missing': () => 'the code carries no JoinEUI (AppEUI), so no Device Profile can be chosen.',
  'owner-token-missing': () => 'the ownerToken is needed to claim the device. Scan its code again.',
  'device-profile-unmapped': ({ id }) =>
    `no Device Profile is configured for JoinEUI (AppEUI) ${id}. Add it to deviceProfileByJoinEui.`,
  'routing-profile-unknown': ({ id }) => `the Routing Profile ${id} is not configured. Choose one that is.`,
  'connectivity-plan-unknown': ({ id }) => `the Network Server does not offer the Connectivity Plan ${id}.`,
  'connectivity-plan-ambiguous': () =>
    'the Network Server offers no Connectivity Plan, or several and no default. Configure connectivityPlanId.',
  'as-transport-key-changed': () =>
    'the device was begun with the AS transport key of another login. Go on with that session, or begin it again.',
  'key-unwrap-failed': () =>
    'the AS transport key could not be unwrapped. Is the private key that of the login?',
  'save-failed': () => 'the progress could not be saved. Mend the store and try again.',
  'connector-failed': () => 'the connector threw instead of answering, which is a fault in it.',
} satisfies Record<FailureCode, Sentence>

/**
 * The sentence for people. It never holds a token, a key or a server's own words.
 *
 * @example
 * explainFailure({ ok: false, step: 'claim', code: 'timed-out', retryable: true })
 * // 'Claiming the device: the Join Server did not answer in time. Try again.'
 */
export function explainFailure(failure: Failure): string {
  const sentence: Sentence = CATALOGUE[failure.code]
  const attempt = ATTEMPT[failure.step]
  return `${attempt.charAt(0).toUpperCase()}${attempt.slice(1)}: ${sentence(failure, SERVER[failure.step])}`
}

/** A failure from a fault of a port, or from a code of the workflow's own. */
export function stopped(step: Step, reason: Fault | FailureCode, data: Partial<Failure> = {}): Failure {
  if (typeof reason === 'string')
    return { ok: false, step, code: reason, retryable: reason === 'save-failed', ...data }
  const { code, retryable, status, retryAfterSeconds } = reason
  return {
    ok: false,
    step,
    code,
    retryable,
    ...(status === undefined ? {} : { status }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...data,
  }
}
