import type { Eui64 } from '@claimtag/core'
import type { Answer, Fault } from '../answer.ts'
import type { CallOptions, ListedItem } from '../ports.ts'
import { callPort } from '../steps/call-port.ts'
import type { OpenPortal } from './open-portal.ts'
import type { Portal } from './portal-schema.ts'

/** What is wrong at one place of a portal's document, as the servers see it. */
export type PortalFinding = {
  /** `accounts.busit`, `routingProfiles.busit` … */
  readonly place: string
} & (
  | { readonly problem: 'not-listed' }
  /** The Network Server has several plans, or none, and the document names none. */
  | { readonly problem: 'ambiguous'; readonly offered: number }
  | {
      readonly problem: 'failed'
      readonly code: Fault['code'] | 'connector-failed'
      readonly status?: number
    }
)

export interface PortalCheck {
  readonly findings: readonly PortalFinding[]
  /** Places that were found as they should be. */
  readonly sound: readonly string[]
  /** Places that no interface of these servers lets an account look at. */
  readonly unchecked: readonly string[]
}

/** A DevEUI that no device has: to ask for it shows whether the account may ask. */
const NO_DEVICE = '0000000000000000' as Eui64

/**
 * Asks the servers of a portal, without changing anything, whether the accounts are accepted and all IDs are there.
 *
 * @example
 * ```ts no-run
 * import { checkPortal, type OpenPortal, type Portal } from '@claimtag/provisioning/portal'
 *
 * declare const portal: Portal
 * declare const open: OpenPortal
 *
 * const { findings } = await checkPortal(portal, open)
 * for (const { place, problem } of findings) console.error(place, problem)
 * ```
 */
export async function checkPortal(
  portal: Portal,
  { ports, accounts }: OpenPortal,
  options: CallOptions = {},
): Promise<PortalCheck> {
  const { configuration } = portal
  const { networkServer, applicationServer, joinServers } = ports
  const findings: PortalFinding[] = []
  const sound: string[] = []
  const unchecked = ['homeNetId', 'hsmGroupId']

  function failed(place: string, reason: Fault | { readonly code: 'connector-failed' }): void {
    const status = 'status' in reason ? reason.status : undefined
    findings.push({
      place,
      problem: 'failed',
      code: reason.code,
      ...(status === undefined ? {} : { status }),
    })
  }

  /** The value of a call, or `undefined` and a finding. */
  async function asked<T>(place: string, call: () => Promise<Answer<T>>): Promise<{ value: T } | undefined> {
    const answer = await callPort(call, options.signal)
    if (answer.ok) return { value: answer.value }
    failed(place, answer.reason)
    return undefined
  }

  /** A server that says that it has no such device has taken the account. */
  async function askedFor(place: string, call: () => Promise<Answer<unknown>>): Promise<void> {
    const answer = await callPort(call, options.signal)
    if (answer.ok || answer.reason.code === 'not-found') sound.push(place)
    else failed(place, answer.reason)
  }

  for (const [name, authorization] of accounts) {
    const isFixed = 'token' in (portal.accounts[name] ?? {})
    // That of a fixed token shows with the first request that it is sent with.
    if (isFixed) continue
    const token = await asked(`accounts.${name}`, () => authorization.token(options))
    if (token !== undefined) sound.push(`accounts.${name}`)
  }

  const lists = [
    ['deviceProfiles', () => networkServer.deviceProfiles(options)],
    ['routingProfiles', () => networkServer.routingProfiles(options)],
  ] as const
  for (const [table, list] of lists) {
    const listed = await asked(table, list)
    if (listed === undefined) continue
    for (const id of Object.keys(configuration[table])) {
      if (has(listed.value, id)) sound.push(`${table}.${id}`)
      else findings.push({ place: `${table}.${id}`, problem: 'not-listed' })
    }
  }

  const plans = await asked('connectivityPlanId', () => networkServer.connectivityPlans(options))
  if (plans !== undefined) {
    const { connectivityPlanId: wanted } = configuration
    const defaults = plans.value.filter(({ isDefault }) => isDefault)
    const offered = (defaults.length > 0 ? defaults : plans.value).length
    const place = 'connectivityPlanId'
    if (wanted === undefined ? offered === 1 : has(plans.value, wanted)) sound.push(place)
    else if (wanted === undefined) findings.push({ place, problem: 'ambiguous', offered })
    else findings.push({ place, problem: 'not-listed' })
  }

  for (const [at, { server }] of joinServers.all.entries()) {
    const place = `joinServers.${at}`
    const ask = server.status?.bind(server)
    if (ask === undefined) unchecked.push(place)
    else await askedFor(place, () => ask({ devEui: NO_DEVICE, joinEui: NO_DEVICE }, options))
  }
  const find = applicationServer.find?.bind(applicationServer)
  if (find === undefined) unchecked.push('applicationServer')
  else await askedFor('applicationServer', () => find(NO_DEVICE, options))
  return { findings, sound, unchecked }
}

function has(items: readonly ListedItem[], wanted: string): boolean {
  return items.some(({ id }) => id === wanted)
}
