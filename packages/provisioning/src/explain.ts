import type { Failure } from './failure.ts'
import type { ProvisioningIssue, ProvisioningIssueCode } from './issue.ts'
import type { ClaimStatus } from './ports.ts'
import type { Difference, FailureCode, FailureReason } from './reason.ts'
import type { Step } from './step.ts'

const SERVER = {
  'connectivity-plans': 'the Network Server',
  'device-profiles': 'the Network Server',
  'routing-profiles': 'the Network Server',
  'as-transport-key': 'the Join Server',
  scan: 'the portal',
  'join-server-check': 'the Join Server',
  'network-server-check': 'the Network Server',
  claim: 'the Join Server',
  'join-server': 'the Join Server',
  'network-server': 'the Network Server',
  'application-server': 'the Application Server',
} satisfies Record<Step, string>

const ATTEMPT = {
  'connectivity-plans': 'Fetching the Connectivity Plans',
  'device-profiles': 'Fetching the Device Profiles',
  'routing-profiles': 'Fetching the Routing Profiles',
  'as-transport-key': 'Creating an AS transport key',
  scan: 'Checking the scanned device',
  'join-server-check': 'Checking the device at the Join Server',
  'network-server-check': 'Checking the device at the Network Server',
  claim: 'Claiming the device',
  'join-server': 'Provisioning the Join Server',
  'network-server': 'Provisioning the Network Server',
  'application-server': 'Provisioning the Application Server',
} satisfies Record<Step, string>

const MOVED_ON = 'has gone on with this device. Load its state, and go on from there.'

const REFUSED = {
  unclaimed: 'the device is not claimed, so the token is wrong.',
  ours: 'this account has claimed the device already. Adopt it, or leave it as it is.',
  others: 'another account has claimed the device.',
  unsaid: 'it is wrong, or the device is claimed already. The server does not say which.',
} satisfies Record<ClaimStatus | 'unsaid', string>

const MEMBER = {
  name: 'name',
  joinEui: 'JoinEUI (AppEUI)',
  deviceProfileId: 'Device Profile',
  connectivityPlanId: 'Connectivity Plan',
  routingProfileId: 'Routing Profile',
} satisfies Record<Difference['member'], string>

function difference({ member, ours, theirs }: Difference): string {
  return `another ${MEMBER[member]}${ours === undefined || theirs === undefined ? '' : ` (${theirs} instead of ${ours})`}`
}

function listed(words: readonly string[]): string {
  const last = words[words.length - 1] ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`
}

type ReasonOf<C extends FailureCode> = FailureReason extends infer R
  ? R extends { readonly code: infer Codes }
    ? C extends Codes
      ? R
      : never
    : never
  : never

type Sentences = {
  readonly [C in FailureCode]: (reason: ReasonOf<C>, server: string, step: Step) => string
}

const SENTENCES = {
  unauthenticated: (_, server) =>
    `${server} did not accept the account. Check its credentials and log in again.`,
  forbidden: (_, server) =>
    `this account may not do that at ${server}. Ask for permission, or use another account.`,
  'not-found': (_, server, step) =>
    step === 'claim' || step === 'join-server' || step === 'join-server-check'
      ? `${server} does not know this device. The maker may not have delivered its record yet.`
      : `${server} found nothing there. Check the address and the subscription in the connector's configuration.`,
  conflict: ({ differences = [] }, server) =>
    differences.length === 0
      ? `${server} already has this device. Remove it there, or leave it as it is.`
      : `${server} already has this device, with ${listed(differences.map(difference))}. Remove it there, or adopt it.`,
  'rate-limited': ({ retryAfterSeconds }, server) =>
    `${server} is rate limiting. Try again ${whenAfter(retryAfterSeconds)}.`,
  rejected: (_, server) =>
    `${server} found the request wrong. Check the IDs and field names in the configuration.`,
  'server-failed': ({ status, retryAfterSeconds }, server) =>
    status === 503 && retryAfterSeconds !== undefined
      ? `${server} is out of service for now. Try again ${whenAfter(retryAfterSeconds)}.`
      : `${server} failed. Try again ${whenAfter(retryAfterSeconds)}.`,
  redirected: (_, server) =>
    `${server} redirected the request, and redirects are not followed. Configure the address it moved to.`,
  'timed-out': (_, server) => `${server} did not answer in time. Try again.`,
  unreachable: (_, server) => `${server} could not be reached. Check the connection and try again.`,
  unintelligible: (_, server) =>
    `the answer is not one that ${server} gives. Check the address, and whether the network asks you to sign in.`,
  unsupported: (_, server, step) =>
    step === 'claim'
      ? `${server} cannot claim this device. Claim it where its JoinEUI (AppEUI) belongs.`
      : `${server} cannot do that.`,
  'root-key-needed': (_, server) =>
    `${server} would need a root key of this device, which no claim code carries. Have its JoinEUI (AppEUI) served by an external Join Server, and name it in the connector's settings.`,
  cancelled: () => 'it was cancelled. Try again.',
  'claim-refused': ({ claimStatus }) =>
    `the Join Server refused the ownerToken: ${REFUSED[claimStatus ?? 'unsaid']}`,
  'join-eui-missing': () => 'the code carries no JoinEUI (AppEUI), so no Device Profile can be chosen.',
  'owner-token-missing': () => 'the ownerToken is needed to claim the device. Scan its code again.',
  'join-server-unmapped': ({ joinEui }) =>
    `no Join Server is configured for JoinEUI (AppEUI) ${joinEui}. Add it to joinServers.`,
  'join-server-changed': ({ joinEui }) =>
    `JoinEUI (AppEUI) ${joinEui} now leads to another Join Server than the device was begun with.`,
  'device-profile-unmapped': ({ joinEui }) =>
    `no Device Profile is configured for JoinEUI (AppEUI) ${joinEui}. Add it to deviceProfileByJoinEui.`,
  'device-profile-unknown': ({ deviceProfileId }) =>
    `the Device Profile ${deviceProfileId} is not configured. Choose one that is.`,
  'device-profile-ambiguous': ({ candidates }) =>
    `several Device Profiles fit this device: ${candidates.join(', ')}. Choose one.`,
  'device-profile-not-offered': ({ deviceProfileId }) =>
    `the Network Server does not offer the Device Profile ${deviceProfileId}. Correct deviceProfileByJoinEui.`,
  'routing-profile-unknown': ({ routingProfileId }) =>
    `the Routing Profile ${routingProfileId} is not configured. Choose one that is.`,
  'routing-profile-not-offered': ({ routingProfileId }) =>
    `the Network Server does not offer the Routing Profile ${routingProfileId}. Correct routingProfiles.`,
  'connectivity-plan-not-offered': ({ connectivityPlanId }) =>
    `the Network Server does not offer the Connectivity Plan ${connectivityPlanId}.`,
  'connectivity-plan-ambiguous': ({ offered }) =>
    offered === 0
      ? 'the Network Server offers no Connectivity Plan. Ask its operator for one.'
      : `the Network Server offers ${offered} Connectivity Plans to choose from. Configure connectivityPlanId.`,
  'connectivity-plan-full': ({ connectivityPlanId }) =>
    `the Connectivity Plan ${connectivityPlanId} has no place left. Choose another one, or have it extended.`,
  'device-released': () => 'the device was released. Begin it again to provision it.',
  'device-adopted': () => 'the device was there before, and is left there.',
  'release-not-offered': (_, server) => `${server} does not take devices back by itself. Remove it there.`,
  'release-uncertain': (_, server) =>
    `it is not known whether ${server} has the device, and it cannot be asked. Look there.`,
  'as-transport-key-changed': () =>
    'the device was begun with the AS transport key of another login. Go on with that session, or begin it again.',
  'as-transport-key-missing': () =>
    'this session has no AS transport key of the Join Server that the device belongs to. Log in again.',
  'key-unwrap-failed': () =>
    'the AS transport key could not be unwrapped. Is the private key that of the login?',
  'state-moved-on': () => `another process ${MOVED_ON}`,
  'save-failed': () => 'the progress could not be saved. Fix the store and try again.',
  'connector-failed': () => 'the connector threw instead of answering, which is a fault in it.',
} satisfies Sentences

/** When a server asked to be asked again: seconds up to two minutes, then minutes up to two hours, then hours. */
function whenAfter(seconds: number | undefined): string {
  if (seconds === undefined) return 'later'
  if (seconds <= 120) return `in ${seconds} s`
  const minutes = Math.ceil(seconds / 60)
  return minutes <= 120 ? `in ${minutes} minutes` : `in ${Math.ceil(minutes / 60)} hours`
}

type Document = Extract<ProvisioningIssue, { readonly problem: string }>
type IssueSentences = {
  readonly [C in ProvisioningIssueCode]: (
    issue: C extends Document['code'] ? Document : ProvisioningIssue,
  ) => string
}

const ISSUES = {
  'configuration-invalid': ({ field, problem }) =>
    `${field === '' ? 'The configuration' : `${field} of the configuration`} ${problem}.`,
  'state-invalid': ({ field, problem }) =>
    `${field === '' ? 'The stored state' : `${field} of the stored state`} ${problem}.`,
  'private-key-invalid': ({ problem }) => `The private key ${problem}.`,
  'encrypted-key-invalid': ({ problem }) => `The encrypted AS transport key ${problem}.`,
  'address-not-https': ({ field }) => `${field} must be an https address without credentials in it.`,
  'state-moved-on': () => `Another process ${MOVED_ON}`,
  'key-refused': ({ field }) => `${field} must not reach the Network Server: the Join Server is external.`,
} satisfies IssueSentences

/**
 * The sentence for people. It never contains a token, a key or text of a server.
 *
 * @example
 * ```ts
 * import { explain } from '@claimtag/provisioning'
 *
 * const sentence = explain({ ok: false, step: 'claim', code: 'timed-out', retryable: true })
 * console.log(sentence) // Claiming the device: the Join Server did not answer in time. Try again.
 * ```
 */
export function explain(problem: Failure | ProvisioningIssue): string {
  if (!('step' in problem)) return (ISSUES[problem.code] as (issue: ProvisioningIssue) => string)(problem)
  const { step, code } = problem
  const sentence = SENTENCES[code] as (reason: FailureReason, server: string, step: Step) => string
  return `${ATTEMPT[step]}: ${sentence(problem, SERVER[step], step)}`
}
