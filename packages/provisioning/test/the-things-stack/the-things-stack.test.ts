import type { Eui64 } from '@claimtag/core'
import { neverUnwrapped, theThingsStack } from '@claimtag/provisioning/the-things-stack'
import { describe, expect, test } from 'vitest'
import { unwrapped } from '../../src/steps/unwrap.ts'
import { device, devEui, joinEui, server } from '../connectors/server.ts'

const api = 'https://tp.example/api/v3'
const id = 'eui-70b3d57ed00a0004'
const at = `/applications/meters/devices/${id}`
const ids = {
  device_id: id,
  application_ids: { application_id: 'meters' },
  dev_eui: devEui,
  join_eui: joinEui,
}
const profile = {
  name: 'Class A',
  lorawanVersion: 'MAC_V1_0_3',
  phyVersion: 'PHY_V1_0_3_REV_A',
  frequencyPlanId: 'EU_863_870_TTN',
}
const ours = { ...device, deviceProfileId: 'a' }

function connect(made: ReturnType<typeof server>, profiles = { a: profile }) {
  return theThingsStack({ ...made.options, application: 'meters', profiles })
}

function refused(status: number, name: string) {
  return {
    status,
    body: { code: 3, message: `error:pkg/x:${name}`, details: [{ namespace: 'pkg/x', name }] },
  }
}

describe('claims', () => {
  const request = { devEui, joinEui, ownerToken: 'ABC123' }

  test('name the device, its token and where it goes', async () => {
    const made = server({ body: ids })
    expect(await connect(made).joinServer.claim(request)).toEqual({ ok: true, value: { device: id } })
    const body = {
      authenticated_identifiers: { join_eui: joinEui, dev_eui: devEui, authentication_code: 'ABC123' },
      target_application_ids: { application_id: 'meters' },
      target_device_id: id,
    }
    expect(made.asked).toEqual([{ method: 'POST', url: `${api}/edcs/claim`, body }])
  })

  test.each([
    [400, 'device_access_denied', 'claim-refused'],
    [409, 'claiming_not_supported', 'unsupported'],
    [404, 'device_not_provisioned', 'not-found'],
    [409, 'end_device_euis_taken', 'conflict'],
    [403, 'no_application_rights', 'forbidden'],
    [400, 'validation', 'rejected'],
    [503, 'unavailable', 'server-failed'],
  ])('%i %s is %s', async (status, name, code) => {
    expect(await connect(server(refused(status, name))).joinServer.claim(request)).toMatchObject({
      fault: { code },
    })
  })

  test.each([{}, [], { some: 'page' }, { ...ids, dev_eui: '70B3D57ED00A0005' }])(
    'answered with %j are none',
    async (body) => {
      expect(await connect(server({ body })).joinServer.claim(request)).toMatchObject({
        fault: { code: 'unintelligible' },
      })
    },
  )

  test.each([
    [{ body: { end_device_ids: ids } }, 'ours'],
    [refused(404, 'device_not_claimed'), 'unclaimed'],
    [refused(400, 'device_access_denied'), 'others'],
  ])('are asked after: %#', async (answer, status) => {
    const made = server(answer)
    expect(await connect(made).joinServer.status?.({ devEui, joinEui })).toEqual({ ok: true, value: status })
    expect(made.asked[0]).toMatchObject({ method: 'GET', url: `${api}/edcs/claim/meters/devices/${id}` })
  })

  test('are given up by name', async () => {
    const made = server({ body: {} })
    const claimed = { devEui, joinEui, device: 'other-name' }
    expect(await connect(made).joinServer.release?.(claimed)).toEqual({ ok: true, value: undefined })
    expect(made.asked[0]).toMatchObject({
      method: 'DELETE',
      url: `${api}/edcs/claim/meters/devices/other-name`,
    })
    const others = server(refused(400, 'device_access_denied'))
    expect(await connect(others).joinServer.release?.(claimed)).toMatchObject({
      fault: { code: 'not-found' },
    })
  })

  test('can be asked for by JoinEUI, twenty at a time', async () => {
    const joinEuis = Array.from(
      { length: 45 },
      (_, index) => index.toString(16).toUpperCase().padStart(16, '0') as Eui64,
    )
    const made = server(({ body }) => {
      const { requests } = body as { requests: { join_eui: string }[] }
      const infos = requests.map(({ join_eui: eui }, index) => ({
        join_eui: eui.toLowerCase(),
        ...(index % 2 ? { supports_claiming: true } : {}),
      }))
      return { body: { infos } }
    })
    const answer = await connect(made).supportsClaiming(joinEuis)
    expect(answer.ok && [...answer.value]).toEqual(joinEuis.filter((_, index) => (index % 20) % 2 === 1))
    expect(made.asked.map(({ body }) => (body as { requests: unknown[] }).requests.length)).toEqual([
      20, 20, 5,
    ])
    expect(await connect(server(refused(503, 'x'))).supportsClaiming(joinEuis)).toMatchObject({ ok: false })
  })
})

describe('the Network Server', () => {
  test('has a device once the Identity Server has it', async () => {
    const made = server({ body: { ids } })
    expect(await connect(made).networkServer.provision(ours)).toEqual({ ok: true, value: { device: id } })
    const members = {
      supports_join: true,
      lorawan_version: 'MAC_V1_0_3',
      lorawan_phy_version: 'PHY_V1_0_3_REV_A',
      frequency_plan_id: 'EU_863_870_TTN',
    }
    const paths = ['ids.device_id', 'ids.dev_eui', 'ids.join_eui', ...Object.keys(members)]
    expect(made.asked).toEqual([
      {
        method: 'POST',
        url: `${api}/applications/meters/devices`,
        body: {
          end_device: {
            ids,
            name: 'meter',
            network_server_address: 'tp.example',
            application_server_address: 'tp.example',
          },
        },
      },
      {
        method: 'PUT',
        url: `${api}/ns${at}`,
        body: { end_device: { ids, ...members }, field_mask: { paths } },
      },
    ])
  })

  test('finishes what an earlier attempt has left at the Identity Server', async () => {
    const taken = refused(409, 'end_device_euis_taken')
    const missing = refused(404, 'end_device_not_found')
    const left = server(taken, missing, { body: { ids } }, { body: { ids } })
    expect(await connect(left).networkServer.provision(ours)).toEqual({ ok: true, value: { device: id } })
    expect(left.asked.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET', 'PUT'])
    const elsewhere = server(taken, missing, missing)
    expect(await connect(elsewhere).networkServer.provision(ours)).toMatchObject({
      fault: { code: 'conflict' },
    })
    const whole = server(taken, { body: { ids } })
    expect(await connect(whole).networkServer.provision(ours)).toMatchObject({ fault: { code: 'conflict' } })
  })

  test('is uncertain after the first of its two calls', async () => {
    const made = server({ body: { ids } }, refused(403, 'no_rights'))
    expect(await connect(made).networkServer.provision(ours)).toMatchObject({
      fault: { code: 'forbidden', uncertain: true },
    })
    const unknown = { ...ours, deviceProfileId: 'constructor' }
    expect(await connect(server()).networkServer.provision(unknown)).toMatchObject({
      fault: { code: 'rejected' },
    })
  })

  test('tells the profile of a device, where one is alike', async () => {
    const told = {
      ids,
      lorawan_version: 'MAC_V1_0_3',
      lorawan_phy_version: 'PHY_V1_0_3_REV_A',
      frequency_plan_id: 'EU_863_870_TTN',
    }
    const found = async (body: object, profiles?: Record<string, typeof profile>) => {
      const answer = await connect(server({ body }), profiles as { a: typeof profile }).networkServer.find?.(
        devEui,
      )
      return answer?.ok === true ? answer.value?.deviceProfileId : 'a fault'
    }
    expect(await found(told)).toBe('a')
    expect(await found(told, { a: profile, b: profile })).toBeUndefined()
    expect(await found({ ...told, frequency_plan_id: 'US' })).toBe('another')
    expect(await found({ ids })).toBeUndefined()
  })
})

test('its settings stand for the lists that it does not have', async () => {
  const { networkServer } = connect(server())
  expect(await networkServer.deviceProfiles()).toEqual({
    ok: true,
    value: [{ id: 'a', name: 'Class A', isDefault: false }],
  })
  expect(await networkServer.routingProfiles()).toMatchObject({ value: [{ id: 'meters' }] })
})

test('a Join Server without transport keys needs no private key, and others do', async () => {
  const made = await connect(server()).joinServer.createAsTransportKey({ publicKey: 'PEM' })
  expect(made.ok && (await unwrapped({ unwrapKey: neverUnwrapped }, made.value))).toBe('none')
  const real = { id: 'none', encryptedKey: 'a2V5' }
  expect(await unwrapped({ unwrapKey: neverUnwrapped }, real)).toBeUndefined()
  expect(await unwrapped({ unwrapKey: async (key) => `unwrapped ${key}` }, real)).toBe('unwrapped a2V5')
})
