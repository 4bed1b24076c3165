import type { Clock, Eui64 } from '@claimtag/core'
import { createDecoder, requireToken } from '@claimtag/decoder'
import type { Context } from 'hono'
import { deviceId, withId } from './device-id.ts'
import type { Events } from './events.ts'
import { bodyOf, createLimiter, refuse, refuseFor } from './guard.ts'
import type { Tenant } from './tenants.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const MOST_NAME = 100
const MOST_TEXT = 512

/** A whole crate at once, and then 30 a minute: a portal must not serve to try tokens. */
const CLAIMS = { atOnce: 60, refillMs: 120_000 }
const MOST_REFUSALS = 5
const PAUSE_MS = 60_000

/** What `/api/devices` does. */
export function createDevices(clock: Pick<Clock, 'now'>, events: Events) {
  const decoder = createDecoder()
  const claims = createLimiter(CLAIMS.atOnce, CLAIMS.refillMs, () => clock.now())
  /** By tenant and the id that a browser made: the device that it was made for. */
  const made = new Map<string, Eui64>()
  const pausedUntil = new Map<string, number>()

  /** Seconds until this tenant may claim again. */
  function waitOf({ account: { tenant }, devices }: Tenant): number | undefined {
    const now = clock.now()
    const until = pausedUntil.get(tenant)
    if (until !== undefined && now < until) return Math.ceil((until - now) / 1000)
    if (devices.refusals() < MOST_REFUSALS) return claims.take(tenant)
    devices.forgive()
    pausedUntil.set(tenant, now + PAUSE_MS)
    return PAUSE_MS / 1000
  }

  /** Again with the same id and text, it gives the same answer and changes nothing. */
  async function put(c: Context, tenant: Tenant) {
    const id = c.req.param('id') ?? ''
    const body = await bodyOf(c)
    if (body instanceof Response) return body
    const { text, routingProfileId, name, adopt, deviceProfileId } = body
    if (!UUID.test(id)) return refuse(c, 400, 'id-invalid')
    if (typeof text !== 'string' || text.length > MOST_TEXT) return refuse(c, 422, 'text-invalid')
    if (typeof routingProfileId !== 'string') return refuse(c, 422, 'routing-profile-missing')
    const decoded = requireToken(decoder.decode(text))
    if (!decoded.ok) return refuse(c, 422, decoded.error.code, { step: 'scan', kind: decoded.error.kind })
    const { record } = decoded
    const key = `${tenant.account.tenant} ${id}`
    const before = made.get(key)
    if (before !== undefined && before !== record.devEui) return refuse(c, 409, 'id-in-use')
    const known = await tenant.devices.view(record.devEui)
    if (known === undefined || known.step === 'claim') {
      const seconds = waitOf(tenant)
      if (seconds !== undefined) return refuseFor(c, seconds, 'too-many-claims')
    }
    made.set(key, record.devEui)
    const choice = {
      routingProfileId,
      ...(typeof name === 'string' && name !== '' ? { name: name.slice(0, MOST_NAME) } : {}),
      ...(adopt === true ? { adopt } : {}),
      ...(typeof deviceProfileId === 'string' ? { deviceProfileId } : {}),
    }
    const device = await tenant.devices.provision(record, choice)
    if (!('ok' in device)) return c.json({ device: withId(tenant.account.tenant, device) })
    const { step, code, retryable } = device
    const more = code === 'device-profile-ambiguous' ? { candidates: device.candidates } : {}
    return refuse(c, 422, code, { step, retryable, ...more })
  }

  /** Gives a device up: `stays` names the steps that servers did not take back. */
  async function release(c: Context, tenant: Tenant) {
    const devEui = await find(tenant, c.req.param('id') ?? '')
    if (devEui === undefined) return refuse(c, 404, 'not-found')
    const result = await tenant.devices.release(devEui)
    if (result === undefined) return refuse(c, 409, 'state-moved-on')
    if (!result.ok) return refuse(c, 502, result.code, { step: result.step, retryable: result.retryable })
    if (result.stays.length === 0) events.publish(tenant.account.tenant, 'gone', { devEui })
    return c.json({ stays: result.stays.map(({ step }) => step) })
  }

  async function retry(c: Context, tenant: Tenant) {
    const body = await bodyOf(c)
    if (body instanceof Response) return body
    const devEui = await find(tenant, c.req.param('id') ?? '')
    if (devEui === undefined) return refuse(c, 404, 'not-found')
    const known = await tenant.devices.view(devEui)
    const seconds = known?.step === 'claim' ? waitOf(tenant) : undefined
    if (seconds !== undefined) return refuseFor(c, seconds, 'too-many-claims')
    await tenant.devices.retry(devEui, body['adopt'] === true)
    const device = await tenant.devices.view(devEui)
    return c.json({ device: device && withId(tenant.account.tenant, device) })
  }

  return { list, put, release, retry }
}

async function list(c: Context, tenant: Tenant) {
  const { devices, order } = await tenant.devices.list()
  return c.json({ devices: devices.map((view) => withId(tenant.account.tenant, view)), order })
}

/** The device of this tenant that has this id. */
async function find(tenant: Tenant, id: string): Promise<Eui64 | undefined> {
  for await (const { state } of tenant.account.store.states())
    if (deviceId(tenant.account.tenant, state.devEui) === id) return state.devEui
  return undefined
}
