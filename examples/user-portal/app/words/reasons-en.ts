import type { FailureCode } from '@claimtag/provisioning'

/** What went wrong and what to do, for each code of provisioning and of this portal's server. */
type Reason = (server: string) => string
type OwnCode =
  | 'too-many-claims'
  | 'too-many-logins'
  | 'credentials-missing'
  | 'session-ended'
  | 'portal-failed'
  | 'other'

export type Reasons = Readonly<Record<FailureCode | OwnCode, Reason>>

export const englishReasons: Reasons = {
  unauthenticated: (server) => `${server} did not accept the account. Check it, and log in again.`,
  forbidden: (server) => `This account may not do that at ${server}. Ask its operator.`,
  'not-found': (server) => `${server} does not know this device yet. The maker may have to deliver it first.`,
  conflict: (server) => `${server} has this device already. Take it as it is, or have it removed there.`,
  'rate-limited': (server) => `${server} has too much to do.`,
  rejected: (server) => `${server} found the request wrong. The portal’s configuration has to be corrected.`,
  'server-failed': (server) => `${server} has a fault.`,
  redirected: (server) => `${server} has moved. The portal’s configuration has to be corrected.`,
  'timed-out': (server) => `${server} did not answer in time.`,
  unreachable: (server) => `${server} could not be reached.`,
  unintelligible: (server) => `The answer was not from ${server}. Does the network ask you to sign in?`,
  'claim-refused': () =>
    'This device is claimed already, or the code on it is wrong. The server does not say which.',
  'join-eui-missing': () => 'The code has no AppEUI, so the portal cannot tell what kind of device it is.',
  'owner-token-missing': () => 'The owner token is not here any more. Scan the code again.',
  'device-profile-unmapped': () => 'This kind of device is not set up in this portal.',
  'join-server-unmapped': () => 'This kind of device is not set up in this portal.',
  'join-server-changed': () =>
    'This device was begun at another Join Server. Ask the operator of this portal.',
  'device-profile-not-offered': () => 'The network does not offer this kind of device to your account.',
  'routing-profile-unknown': () => 'That destination is not set up in this portal. Choose another one.',
  'routing-profile-not-offered': () => 'The network does not offer that destination. Choose another one.',
  'connectivity-plan-not-offered': () => 'Your account does not have the connectivity plan of this portal.',
  'connectivity-plan-ambiguous': () =>
    'Your account has several connectivity plans, and none is the standard.',
  'as-transport-key-changed': () => 'This device was begun with other keys. Ask the operator of this portal.',
  'as-transport-key-missing': () => 'The keys for this device are missing. Ask the operator of this portal.',
  'device-profile-unknown': () => 'That kind of device is not set up in this portal.',
  'device-profile-ambiguous': () => 'Several kinds of device fit this code. Which one is it?',
  'connectivity-plan-full': () => 'Your connectivity plan has no place left. Ask its operator for more.',
  'device-released': () => 'This device was given up. Scan its code again.',
  'device-adopted': () => 'This device was there before, and stays there.',
  'release-not-offered': (server) => `${server} does not take devices back. Ask its operator.`,
  'release-uncertain': (server) => `It is not known whether ${server} still has this device.`,
  'root-key-needed': (server) => `${server} needs a key that the code does not have. Ask the maker.`,
  unsupported: (server) => `${server} cannot do that. Ask the operator of this portal.`,
  cancelled: () => 'It was interrupted. Nothing is lost.',
  'key-unwrap-failed': () => 'The keys of this portal do not fit together. Ask its operator.',
  'state-moved-on': () => 'Someone else works on this device. Look again in a moment.',
  'save-failed': () => 'The portal could not keep the progress. Ask its operator.',
  'connector-failed': () => 'The portal has a fault. Ask its operator.',
  'too-many-claims': () => 'Too many codes in a short time. It goes on by itself.',
  'too-many-logins': () => 'Too many attempts. Wait a little.',
  'credentials-missing': () => 'Fill in every field.',
  'session-ended': () => 'Your session ended. Log in again, and it goes on where it stopped.',
  'portal-failed': () => 'The portal has a fault. Try again, or ask its operator.',
  other: () => 'The server did not take it. Scan the code again.',
}
