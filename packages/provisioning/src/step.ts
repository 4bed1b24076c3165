/** The steps of a device, in their order. */
export type DeviceStep = 'claim' | 'join-server' | 'network-server' | 'application-server' | 'done'

/** Where the workflow stopped: one of a login's steps, the checks of a scanned record, or one of a device's steps. */
export type Step =
  | 'connectivity-plans'
  | 'device-profiles'
  | 'routing-profiles'
  | 'as-transport-key'
  | 'scan'
  | 'join-server-check'
  | 'network-server-check'
  | Exclude<DeviceStep, 'done'>

/** All of them, for those who read one. */
export const STEPS = {
  'connectivity-plans': true,
  'device-profiles': true,
  'routing-profiles': true,
  'as-transport-key': true,
  scan: true,
  'join-server-check': true,
  'network-server-check': true,
  claim: true,
  'join-server': true,
  'network-server': true,
  'application-server': true,
} satisfies Record<Step, true>
