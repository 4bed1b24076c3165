import { parseEui64 } from '@claimtag/core'
import { networkServerContract } from '@claimtag/provisioning/contract'
import {
  devEuisIn,
  fileNetworkServer,
  theThingsStackEntry,
  thingparkBatchLine,
} from '@claimtag/provisioning/ns-file'
import { describe, expect, test } from 'vitest'
import { device, devEui, joinEui } from '../connectors/server.ts'

const item = (id: string) => [{ id, name: id, isDefault: true }]
const lists = {
  connectivityPlans: item('basic'),
  deviceProfiles: item('LORA/A'),
  routingProfiles: item('busit'),
}

function open(options = {}) {
  const lines: string[] = []
  const append = async (text: string) => void lines.push(text)
  return { lines, server: fileNetworkServer({ append, line: thingparkBatchLine, lists, ...options }) }
}

async function fails(): Promise<never> {
  throw new Error('no space left')
}

describe('a file as Network Server', () => {
  test.each(networkServerContract(() => ({ ...open(), device })))('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })

  test('takes each device once, whatever is asked at once or was written before', async () => {
    const { lines, server } = open()
    await Promise.all([
      server.provision(device),
      server.provision(device),
      server.provision({ ...device, name: 'b' }),
    ])
    expect(lines).toEqual([thingparkBatchLine(device)])
    const later = open({ written: [devEui] })
    expect(await later.server.provision(device)).toMatchObject({ fault: { code: 'conflict' } })
    expect(await later.server.find?.(devEui)).toEqual({ ok: true, value: { device: devEui } })
  })

  test('knows what processes beside it have written, and says when it cannot', async () => {
    const added: string[] = []
    const { lines, server } = open({ added: async () => added.splice(0) })
    expect(await server.find?.(devEui)).toEqual({ ok: true, value: undefined })
    added.push(devEui)
    expect(await server.provision(device)).toMatchObject({ fault: { code: 'conflict' } })
    expect(await server.find?.(devEui)).toEqual({ ok: true, value: { device: devEui } })
    expect(lines).toEqual([])
    const blind = open({ added: fails })
    expect(await blind.server.find?.(devEui)).toMatchObject({ fault: { code: 'server-failed' } })
    expect(await blind.server.provision(device)).toMatchObject({ fault: { code: 'server-failed' } })
    expect(blind.lines).toEqual([])
  })

  test('a line that could not be written may be there in part', async () => {
    expect(await open({ append: fails }).server.provision(device)).toMatchObject({
      fault: { code: 'server-failed', uncertain: true },
    })
  })
})

test("ThingPark's batch file has its columns, and none for a key", () => {
  const name = 'Cellar, "left"\nflat'
  const line = thingparkBatchLine({ ...device, name })
  expect(line).toBe(
    `CREATE_OTAA,${devEui},,LORA/A,${joinEui},,,basic,busit,,"Cellar, ""left"" flat",,,,,,,\n`,
  )
  expect(thingparkBatchLine(device).trimEnd().split(',')).toHaveLength(18)
})

test("The Things Stack's JSON has a claim code where there is a token", () => {
  const profile = {
    name: '',
    lorawanVersion: 'MAC_V1_0_3',
    phyVersion: 'PHY_V1_0_3_REV_A',
    frequencyPlanId: 'EU',
  }
  const entry = { name: 'meter', devEui, joinEui, profile }
  expect(JSON.parse(theThingsStackEntry({ ...entry, ownerToken: 'ABC' }))).toEqual({
    ids: { device_id: 'eui-70b3d57ed00a0004', dev_eui: devEui, join_eui: joinEui },
    name: 'meter',
    lorawan_version: 'MAC_V1_0_3',
    lorawan_phy_version: 'PHY_V1_0_3_REV_A',
    frequency_plan_id: 'EU',
    supports_join: true,
    claim_authentication_code: { value: 'ABC' },
  })
  expect(theThingsStackEntry(entry)).not.toContain('claim')
})

test('the devices of a file are found again, whatever they are called', () => {
  const other = '70B3D57ED00A0005'
  const name = `CREATE_OTAA,${joinEui}, "dev_eui":"${joinEui}"`
  const profile = { name: '', lorawanVersion: '1', phyVersion: '1', frequencyPlanId: 'EU' }
  const lines = [
    thingparkBatchLine({ ...device, name }),
    theThingsStackEntry({ name, devEui: parseEui64(other)!, joinEui, profile }),
    `# ${devEui}\n`,
  ]
  expect(devEuisIn(lines.join(''))).toEqual([devEui, other])
  expect(devEuisIn('')).toEqual([])
})
