import { thingparkWireless } from '@claimtag/provisioning/thingpark-wireless'
import { describe, expect, test } from 'vitest'
import { address, authorization, device, devEui, joinEui, server } from '../connectors/server.ts'

const root = 'https://tp.example/thingpark/wireless/rest/subscriptions/5'
const unintelligible = { ok: false, fault: { code: 'unintelligible' } }
const href = '/thingpark/wireless/rest/subscriptions/5/devices/9'
const brief = { name: 'meter', EUI: devEui.toLowerCase(), href, appEUI: joinEui, model: { ID: 'LORA/A' } }

function connect({ fetch }: ReturnType<typeof server>, dialect = {}) {
  return thingparkWireless({ fetch, authorization, address, subscription: '5', dialect })
}

describe('lists', () => {
  test('have names in two places, members that are null, and free places where they are counted', async () => {
    const briefs = [
      { ID: 'a', name: null, commercialName: 'Gold', isDefault: true, href: null, used: 98, granted: '100' },
      { ID: 7, name: 'Seven', used: 3, granted: 2 },
      { ID: 'c', used: 4, granted: null },
      { ID: 'd', used: null, granted: 10 },
    ]
    const plans = connect(server({ body: { briefs, more: null, now: 1 } }))
    expect(await plans.connectivityPlans()).toEqual({
      ok: true,
      value: [
        { id: 'a', name: 'Gold', isDefault: true, freeSlots: 2 },
        { id: '7', name: 'Seven', isDefault: false, freeSlots: 0 },
        { id: 'c', name: '', isDefault: false },
        { id: 'd', name: '', isDefault: false, freeSlots: 10 },
      ],
    })
    expect(await plans.capacity?.('a')).toEqual({ ok: true, value: 2 })
    expect(await plans.capacity?.('c')).toEqual({ ok: true, value: undefined })
    expect(await plans.capacity?.('nowhere')).toEqual({ ok: true, value: undefined })
  })

  test.each([
    ['at a page that repeats', { body: { briefs: [{ ID: 'a' }, { ID: 'b' }], more: true } }],
    ['at 404 after the first page', { status: 404 }],
    ['where there is no more', { body: { briefs: [], more: false } }],
  ])('end %s', async (_, second) => {
    const made = server({ body: { briefs: [{ ID: 'a' }, { ID: 'b' }], more: true } }, second)
    const answer = await connect(made).routingProfiles()
    expect(answer.ok && answer.value.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(made.asked.map(({ url }) => url)).toEqual([
      `${root}/appServersRoutingProfiles`,
      `${root}/appServersRoutingProfiles?pageIndex=2`,
    ])
  })

  test('that are not there, or have no end, are faults', async () => {
    expect(await connect(server({ status: 404 })).deviceProfiles()).toMatchObject({
      fault: { code: 'not-found' },
    })
    expect(await connect(server({ body: { briefs: [{ name: 'no ID' }] } })).deviceProfiles()).toMatchObject(
      unintelligible,
    )
    let page = 0
    const made = server(() => ({ body: { briefs: [{ ID: String((page += 1)) }], more: true } }))
    expect(await connect(made).connectivityPlans()).toMatchObject(unintelligible)
    expect(made.asked).toHaveLength(100)
  })
})

describe('a device', () => {
  test('is made without a key, and named by its Location', async () => {
    const made = server({ status: 201, headers: { location: '/devices/9' } })
    expect(await connect(made, { extra: { externalJs: true } }).provision(device)).toEqual({
      ok: true,
      value: { device: '/devices/9' },
    })
    const body = {
      externalJs: true,
      name: 'meter',
      EUI: devEui,
      appEUI: joinEui,
      model: { ID: 'LORA/A' },
      networkSubscription: { ID: 'basic' },
      appServersRoutingProfile: { ID: 'busit' },
    }
    expect(made.asked).toEqual([{ method: 'POST', url: `${root}/devices`, body }])
  })

  test.each([
    ['no body', { status: 201 }],
    ['plain text', { text: 'OK' }],
    ['XML', { text: '<?xml version="1.0"?><device/>' }],
  ])('that was made with %s and no Location is looked up', async (_, answer) => {
    const there = server(answer, { body: { briefs: [{ EUI: '70B3D57ED00A0001' }, brief] } })
    expect(await connect(there).provision(device)).toEqual({ ok: true, value: { device: href } })
    expect(there.asked[1]?.url).toBe(`${root}/devices?deviceEUI=${devEui}`)
    const missing = server(answer, { body: { briefs: [] } })
    expect(await connect(missing).provision(device)).toMatchObject(unintelligible)
  })

  test('a page that a captive portal put in between is no success', async () => {
    const page = { text: '<!doctype html><p>Please log in', headers: { location: '/login' } }
    expect(await connect(server(page)).provision(device)).toMatchObject(unintelligible)
  })

  test.each([
    [400, { code: 400, message: 'A device with this EUI already exists' }],
    [422, { error: { message: 'EUI is already in use' } }],
    [500, { message: 'ORA-00001: unique constraint violated, duplicate EUI' }],
    [409, { message: 'anything' }],
  ])('that exists already is a conflict, also as %s', async (status, body) => {
    expect(await connect(server({ status, body })).provision(device)).toMatchObject({
      fault: { code: 'conflict', status, retryable: false, uncertain: false },
    })
  })

  test('is found with what the list tells of it, whatever the filter does', async () => {
    const first = Array.from({ length: 100 }, (_, at) => ({ EUI: String(at) }))
    const made = server({ body: { briefs: first, more: true } }, { body: { briefs: [brief], more: false } })
    expect(await connect(made, { findParameter: '' }).find?.(devEui)).toEqual({
      ok: true,
      value: { device: href, name: 'meter', joinEui, deviceProfileId: 'LORA/A' },
    })
    expect(made.asked.map(({ url }) => url)).toEqual([`${root}/devices`, `${root}/devices?pageIndex=2`])
    expect(await connect(server({ status: 404 })).find?.(devEui)).toEqual({ ok: true, value: undefined })
    expect(await connect(server({ status: 503 })).find?.(devEui)).toMatchObject({
      fault: { code: 'server-failed' },
    })
  })

  test('is removed at its address, and never at that of another server', async () => {
    const gone = server({ status: 204 })
    expect(await connect(gone).remove?.({ devEui, device: href })).toEqual({ ok: true, value: undefined })
    await connect(gone).remove?.({ devEui, device: `https://tp.example${href}` })
    await connect(gone).remove?.({ devEui, device: 'https://evil.example/devices/9' })
    await connect(gone).remove?.({ devEui, device: '//evil.example/9' })
    expect(gone.asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `DELETE https://tp.example${href}`,
      `DELETE https://tp.example${href}`,
      `DELETE ${root}/devices/https%3A%2F%2Fevil.example%2Fdevices%2F9`,
      `DELETE ${root}/devices/%2F%2Fevil.example%2F9`,
    ])
    const found = server({ body: { briefs: [brief] } }, { status: 200, text: 'OK' })
    expect(await connect(found).remove?.({ devEui })).toEqual({ ok: true, value: undefined })
    expect(await connect(server({ body: { briefs: [] } })).remove?.({ devEui })).toMatchObject({
      fault: { code: 'not-found' },
    })
  })
})

test.each([
  ['AppKey', { AppKey: '00' }],
  ['nwk_key', { security: [{ nwk_key: '00' }] }],
  ['hsmGroupID', { hsmGroupID: 'HSM' }],
  ['ownerToken', { join: { ownerToken: 'x' } }],
  ['asKey', { asKey: '7' }],
])('is not given %s by a dialect', (field, extra) => {
  const { fetch } = server()
  expect(() => thingparkWireless({ fetch, authorization, address, dialect: { extra } })).toThrow(
    expect.objectContaining({ issue: { code: 'key-refused', kind: 'misuse', field } }),
  )
})
