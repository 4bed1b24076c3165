import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { claimtag } from '../command.ts'
import { ENV, openPortal } from './portal.ts'

const CHECK = ['config', 'check', 'portal.json']

test('a portal whose servers know all that it names is sound', async () => {
  const { cwd, simulator } = await openPortal()
  const { code, err } = await claimtag(CHECK, { cwd, env: ENV })
  expect({ code, err }).toMatchObject({ code: 0 })
  for (const place of [
    'accounts.thingpark',
    'deviceProfiles.LORA/GenericA.1.0.3a_ETSI',
    'routingProfiles.busit',
  ])
    expect(err).toContain(`✓ ${place}\n`)
  expect(err).toContain('Not to be asked of these servers: homeNetId, hsmGroupId')
  // Nothing was changed: tokens and lists, and a look for a device that is none.
  const asked = new Set<string>(simulator.log.map(({ operation }) => operation))
  asked.delete('find')
  expect(asked).toEqual(new Set(['token', 'lists']))
})

test('what the servers do not have is named', async () => {
  const { cwd } = await openPortal({
    routingProfiles: { busit: { name: 'Busit' }, gone: { name: 'Gone' } },
    connectivityPlanId: 'plan-gold',
  })
  const { code, err } = await claimtag([...CHECK, '--quiet'], { cwd, env: ENV })
  expect(code).toBe(2)
  expect(err.trim().split('\n')).toEqual([
    '✗ routingProfiles.gone: the Network Server does not have it, or not for this account',
    '✗ connectivityPlanId: the Network Server does not have it, or not for this account',
  ])
  const { out } = await claimtag([...CHECK, '--json'], { cwd, env: ENV })
  expect(JSON.parse(out)).toMatchObject({
    ok: false,
    findings: [
      { place: 'routingProfiles.gone', problem: 'not-listed' },
      { place: 'connectivityPlanId', problem: 'not-listed' },
    ],
  })
})

test('a wrong account is the document, a server that is away is not', async () => {
  const { cwd, simulator } = await openPortal()
  const wrong = await claimtag(CHECK, { cwd, env: { ...ENV, THINGPARK_SECRET: 'wrong' } })
  expect(wrong).toMatchObject({ code: 2 })
  expect(wrong.err).toContain(
    'accounts.thingpark: the server did not answer as it should (unauthenticated, HTTP 401)',
  )
  await simulator.close()
  expect(await claimtag(CHECK, { cwd, env: ENV })).toMatchObject({ code: 5 })
})

test('offline, the document alone is looked at', async () => {
  const { cwd, simulator } = await openPortal()
  expect(await claimtag([...CHECK, '--offline'], { cwd })).toMatchObject({ code: 0 })
  expect(simulator.log).toEqual([])
  const path = join(cwd, 'portal.json')
  const document = JSON.parse(readFileSync(path, 'utf8')) as { accounts: object }
  const accounts = { ...document.accounts, busit: { token: 'in-the-document' } }
  writeFileSync(path, JSON.stringify({ ...document, accounts }))
  const secret = await claimtag([...CHECK, '--offline'], { cwd })
  expect(secret).toMatchObject({ code: 2 })
  expect(secret.err).toContain('accounts.busit of the configuration must have')
  expect(secret.err).not.toContain('in-the-document')
  expect(await claimtag(['config', 'chekc'], { cwd })).toMatchObject({ code: 2 })
})

test('a private key that is none is found here, before a device is begun', async () => {
  const { cwd, simulator } = await openPortal()
  const { code, err } = await claimtag(CHECK, { cwd, env: { ...ENV, PORTAL_KEY: 'not-a-key-but-secret' } })
  expect({ code, err }).toEqual({ code: 2, err: 'claimtag: The private key is not PEM text.\n' })
  expect(simulator.log).toEqual([])
})
