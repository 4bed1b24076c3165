import { parseEui64 } from '@claimtag/core'
import { openPortal, parsePortal } from '@claimtag/provisioning/portal'
import type { ImportFile } from '@claimtag/provisioning/portal'
import { expect, test } from 'vitest'

const devEui = parseEui64('70B3D57ED00A0004')!
const joinEui = parseEui64('70B3D57ED0000002')!
const profile = {
  name: 'Class A',
  lorawanVersion: 'MAC_V1_0_3',
  phyVersion: 'PHY_V1_0_3_REV_A',
  frequencyPlanId: 'EU_863_870_TTN',
}
const server = { address: 'https://tpe.example.com', account: 'a' }
const portal = parsePortal({
  routingProfiles: { busit: { name: 'Busit' } },
  deviceProfiles: { generic: { name: 'Generic' } },
  deviceProfileByJoinEui: { [joinEui]: 'generic' },
  homeNetId: '000002',
  hsmGroupId: 'HSM',
  connectivityPlanId: 'basic',
  accounts: { a: { token: { env: 'TOKEN' } } },
  joinServers: [{ kind: 'thingpark-activation', kmSubscription: '42', ...server }],
  networkServer: {
    kind: 'ns-file',
    file: 'stack.json',
    form: 'the-things-stack',
    profiles: { generic: profile },
  },
  applicationServer: { kind: 'busit', connector: 1, ...server },
})

const unasked = () => Promise.reject(new Error('no server is asked'))

function open(importFile?: (file: string) => Promise<ImportFile>) {
  return openPortal(portal, { fetch: unasked, secretOf: async () => 'secret', importFile })
}

test('a file offers what the document names, and takes each device once over several processes', async () => {
  const texts = new Map<string, string>()
  const importFile = async (file: string): Promise<ImportFile> => ({
    text: texts.get(file) ?? '',
    append: async (line) => void texts.set(file, (texts.get(file) ?? '') + line),
  })
  const { networkServer } = (await open(importFile)).ports
  const lists = [
    await networkServer.connectivityPlans(),
    await networkServer.deviceProfiles(),
    await networkServer.routingProfiles(),
  ]
  expect(lists.map((list) => list.ok && list.value.map(({ id }) => id))).toEqual([
    ['basic'],
    ['generic'],
    ['busit'],
  ])
  const ids = { deviceProfileId: 'generic', connectivityPlanId: 'basic', routingProfileId: 'busit' }
  const device = { name: 'meter', devEui, joinEui, ...ids }
  expect(await networkServer.provision(device)).toMatchObject({ ok: true })
  const later = (await open(importFile)).ports.networkServer
  expect(await later.provision(device)).toMatchObject({ fault: { code: 'conflict' } })
  expect(await later.find?.(devEui)).toEqual({ ok: true, value: { device: devEui } })
  expect([...texts.keys()]).toEqual(['stack.json'])
  expect(JSON.parse(texts.get('stack.json') ?? '')).toMatchObject({
    ids: { dev_eui: devEui, join_eui: joinEui },
    frequency_plan_id: 'EU_863_870_TTN',
  })
})

test('a worker that goes on with a device finds the line of the one that was killed', async () => {
  let text = ''
  const importFile = async (): Promise<ImportFile> => {
    let seen = text.length
    return {
      text,
      append: async (line) => void (text += line),
      async added() {
        const more = text.slice(seen)
        seen = text.length
        return more
      },
    }
  }
  // Both are under way when the first line is written.
  const [one, other] = [(await open(importFile)).ports, (await open(importFile)).ports]
  const ids = { deviceProfileId: 'generic', connectivityPlanId: 'basic', routingProfileId: 'busit' }
  const device = { name: 'meter', devEui, joinEui, ...ids }
  expect(await one.networkServer.provision(device)).toMatchObject({ ok: true })
  expect(await other.networkServer.find?.(devEui)).toEqual({ ok: true, value: { device: devEui } })
  expect(await other.networkServer.provision(device)).toMatchObject({ fault: { code: 'conflict' } })
  expect(await one.networkServer.find?.(devEui)).toEqual({
    ok: true,
    value: { ...ids, name: 'meter', joinEui, device: devEui },
  })
  expect(text.split('\n')).toHaveLength(2)
})

test('a portal that keeps no files says so before any server is asked', async () => {
  await expect(open()).rejects.toMatchObject({
    issue: { code: 'configuration-invalid', field: 'networkServer' },
  })
})
