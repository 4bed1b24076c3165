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

const devices = (count: number): string => (count === 1 ? '1 device' : `${count} devices`)

export const english = {
  app: 'Device portal',
  skip: 'Skip to the content',
  online: 'Online',
  offline: 'Offline',
  offlineWaiting: (count: number) =>
    `Offline. ${devices(count)} ${count === 1 ? 'is' : 'are'} waiting on this phone.`,
  nav: { label: 'Screens', scan: 'Scan', devices: 'Devices', account: 'Account' },
  back: 'Back',
  login: {
    title: 'Log in',
    lead: 'With the accounts of your servers.',
    ended: 'Your session ended. Log in again, and it goes on where it stopped.',
    thingpark: 'ThingPark',
    clientId: 'Client id',
    clientSecret: 'Client secret',
    subscription: 'Key manager subscription',
    busit: 'Busit',
    busitToken: 'Access token',
    submit: 'Log in',
    busy: 'Logging in …',
    missing: 'Fill in every field.',
    secrets: 'Secrets stay in the memory of this portal’s server until you log out. They are never stored.',
    plans: 'First thing after it, your connectivity plans are fetched.',
  },
  scan: {
    title: 'Scan a label',
    hold: 'Hold the code in the frame, a hand’s width away.',
    hint: 'Nothing yet. Move back a little, or turn on the light.',
    another: 'Read. Scan the next one, or go on.',
    read: (last: string) => `Device ${last} was read.`,
    again: (last: string) => `Already scanned: ${last}.`,
    damaged: 'Some characters are damaged. Scan it again, or take a photo.',
    keys: {
      label: 'Camera',
      light: 'Light',
      closer: '2×',
      lens: 'Other lens',
      photo: 'Photo',
      file: 'File',
      type: 'Type',
    },
    tray: 'Scanned',
    empty: 'Scanned devices gather here.',
    next: (count: number) => `Go on with ${devices(count)}`,
    memory: 'Keep this page open until these are sent: this browser keeps nothing.',
    states: {
      loading: 'The reader is loading.',
      starting: 'The camera is starting.',
      asking: 'Allow this page to use the camera.',
      off: 'The camera is off.',
      sleep: 'The camera went to sleep. Wake it.',
      refused: 'The camera is blocked for this page. Allow it in the address bar, or type the code.',
      'refused-by-page-policy': 'This page may not use a camera. Take a photo, or type the code.',
      'no-camera': 'There is no camera here. Choose a photo, or type the code.',
      'in-use': 'Another program uses the camera. Close it, then start the camera again.',
      'insecure-page': 'Cameras work on https pages only. Choose a photo, or type the code.',
      'pixels-hidden':
        'This browser hides the pixels of the camera. Choose a photo: it stays on this device.',
      'reader-failed': 'The reader did not load. Check the connection, then start it again.',
    },
    start: 'Start the camera',
    wake: 'Wake the camera',
    noCode: 'There is no code in this photo.',
    noPhoto: 'This photo cannot be read. Choose another one.',
    drop: 'Drop a photo of the label anywhere here.',
  },
  type: {
    title: 'Type the label',
    lead: 'What is printed beside the code, or the whole text of the code.',
    devEui: 'DevEUI, 16 digits',
    appEui: 'AppEUI (JoinEUI), 16 digits',
    ownerToken: 'Owner token',
    text: 'Or the text of the code',
    add: 'Add the device',
    close: 'Close',
  },
  review: {
    one: 'Is this your device?',
    many: (count: number) => `Are these your ${count} devices?`,
    serial: 'Serial number',
    appEui: 'AppEUI',
    profile: 'Device profile',
    token: 'Owner token',
    hidden: 'Read, kept hidden',
    name: 'Name (if you like)',
    remove: 'Remove',
    where: (count: number) => (count === 1 ? 'Where should its data go?' : 'Where should their data go?'),
    plan: 'Connectivity plan',
    places: (count: number) => `${count} places left`,
    submit: (count: number) => (count === 1 ? 'Claim and connect' : `Claim and connect ${count}`),
    offline: 'You are offline. They are sent as soon as there is a network.',
    nothing: 'Nothing to review. Scan a device first.',
    unmapped: 'This kind of device is not set up in this portal. Its AppEUI is missing in the configuration.',
    noJoinEui: 'The code has no AppEUI, so the portal cannot tell what kind of device it is.',
    adopt: 'The network has this device already: take it as it is',
  },
  steps: {
    label: 'Steps',
    claim: 'It is yours',
    'join-server': 'Keys are ready',
    'network-server': 'Joining the network',
    'application-server': 'Sending data to Busit',
    took: (time: string) => `${time} s`,
    open: 'to come',
    running: 'running',
    done: 'done',
    again: 'trying again',
    failed: 'stopped',
  },
  servers: {
    claim: 'ThingPark Activation',
    'join-server': 'ThingPark Activation',
    'network-server': 'ThingPark Wireless',
    'application-server': 'Busit',
  },
  device: {
    running: 'Connecting',
    queued: 'Waiting for the network',
    queuedNote: 'This device is sent as soon as there is a network. Nothing is lost.',
    waiting: 'Trying again soon',
    stopped: 'It stopped here',
    live: (time: string) => `Live in ${time} seconds`,
    liveEver: 'Live',
    next: 'You can scan the next one meanwhile.',
    switchOn: 'Switch it on. It joins by itself.',
    retry: 'Try again now',
    scanAgain: 'Scan its code again',
    later: 'Later',
    scanNext: 'Scan the next device',
    remove: 'Remove from the list',
    unknown: 'There is no such device here.',
    release: 'Give the device up',
    releaseAsk: 'Give it up? It leaves Busit, the network and your account, and can be claimed again.',
    released: 'The device was given up.',
    stays: 'Some servers still have it. Ask their operators to remove it.',
    nothingLost: 'Nothing is lost.',
    retryIn: (time: string) => `We try again in ${time} seconds.`,
  },
  status: {
    scanned: 'Scanned',
    queued: 'Waiting',
    running: 'Connecting',
    waiting: 'Trying again',
    stopped: 'Stopped',
    live: 'Live',
  },
  devices: {
    title: 'Devices',
    sums: (live: number, busy: number, stopped: number) =>
      `${live} live, ${busy} on the way, ${stopped} stopped`,
    filter: 'Find',
    show: 'Show',
    all: 'All',
    busy: 'On the way',
    csv: 'Save as CSV',
    empty: 'Nothing yet. Scan your first device.',
    noMatch: 'No device matches.',
    scan: 'Scan a device',
    columns: ['DevEUI', 'Name', 'AppEUI', 'State', 'Routing profile', 'Begun', 'Last change', 'Reason'],
    choose: 'Choose a device to see its tag.',
  },
  account: {
    title: 'Account',
    who: 'Logged in as',
    subscription: 'Subscription',
    ends: 'Session ends',
    plans: 'Connectivity plans',
    standard: 'standard',
    language: 'Language',
    sound: 'Sound when a code is read',
    waiting: 'Waiting on this device',
    waitingNone: 'Nothing is waiting.',
    waitingText: (count: number) =>
      `${devices(count)}, sealed. Deleted after 7 days, when you log out, or when another account logs in.`,
    install: 'Install this app, so that waiting devices outlive a week without a visit.',
    logout: 'Log out',
    logoutAsk: (count: number) => `${devices(count)} will be forgotten. Log out?`,
  },
  banner: {
    ending: 'You will be logged out in less than 2 minutes.',
    stay: 'Stay logged in',
    update: 'A new version of this app is ready.',
    reload: 'Use it now',
  },
  groups: { all: 'All', live: 'Live', busy: 'On the way', stopped: 'Stopped' },
  reasons: {
    unauthenticated: (server) => `${server} did not accept the account. Check it, and log in again.`,
    forbidden: (server) => `This account may not do that at ${server}. Ask its operator.`,
    'not-found': (server) =>
      `${server} does not know this device yet. The maker may have to deliver it first.`,
    conflict: (server) => `${server} has this device already. Take it as it is, or have it removed there.`,
    'rate-limited': (server) => `${server} has too much to do.`,
    rejected: (server) =>
      `${server} found the request wrong. The portal’s configuration has to be corrected.`,
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
    'as-transport-key-changed': () =>
      'This device was begun with other keys. Ask the operator of this portal.',
    'as-transport-key-missing': () =>
      'The keys for this device are missing. Ask the operator of this portal.',
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
  } satisfies Record<FailureCode | OwnCode, Reason>,
}

type Widened<T> = T extends string
  ? string
  : T extends (...args: infer A) => string
    ? (...args: A) => string
    : { readonly [K in keyof T]: Widened<T[K]> }

/** A catalogue that lacks a sentence does not compile. */
export type Words = Widened<typeof english>
