import {
  applicationServerContract,
  joinServerContract,
  networkServerContract,
} from '@claimtag/provisioning/contract'
import { describe, expect, test } from 'vitest'
import {
  applicationServerNames,
  applicationServerOf,
  asTransportKey,
  devEui,
  joinServerNames,
  joinServerOf,
  networkServerNames,
  networkServerOf,
  ownApplicationServer,
} from './subjects.ts'

// Every connector does over HTTP what the workflow relies on.

describe.each(joinServerNames)('%s as Join Server', (name) => {
  for (const one of joinServerContract(() => joinServerOf(name))) test(one.name, one.run)
})

describe.each(networkServerNames)('%s as Network Server', (name) => {
  for (const one of networkServerContract(() => networkServerOf(name))) test(one.name, one.run)
})

describe.each(applicationServerNames)('%s as Application Server', (name) => {
  for (const one of applicationServerContract(() => applicationServerOf(name))) test(one.name, one.run)
})

describe('an Application Server of one’s own', () => {
  for (const one of applicationServerContract(() => ownApplicationServer())) test(one.name, one.run)

  test('is sent what its template says', async () => {
    const { server, device, kept, close } = await ownApplicationServer()
    await server.provision(device)
    await close()
    expect([...kept]).toEqual([[`/devices/${devEui}`, { label: 'meter', keys: [asTransportKey] }]])
  })
})

test('what breaks the contract is told', async () => {
  const names: string[] = []
  const make = async () => {
    const subject = await networkServerOf('thingpark-wireless')
    const provision = async () => ({ ok: true as const, value: {} })
    return { ...subject, server: { ...subject.server, provision } }
  }
  for (const { name, run } of networkServerContract(make)) await run().catch(() => names.push(name))
  expect(names).toEqual([
    'makes a device once',
    'finds a device, and only one that is there',
    'removes a device, which may then be made again',
    'counts the places that a plan has left, if it does',
  ])
})
