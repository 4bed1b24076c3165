import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createWorkflow, oneJoinServer } from '@claimtag/provisioning'
import { busit } from '@claimtag/provisioning/busit'
import { clientCredentials, fixedToken } from '@claimtag/provisioning/http'
import { parseConfiguration } from '@claimtag/provisioning/schema'
import { thingparkActivation } from '@claimtag/provisioning/thingpark-activation'
import { thingparkWireless } from '@claimtag/provisioning/thingpark-wireless'
import { makeKeyPair } from '@claimtag/provisioning/unwrap'
import { demoAccount, startSimulator } from 'claimtag-example-thingpark-simulator'
import type { Operation } from 'claimtag-example-thingpark-simulator'
import { expect, onTestFinished, test } from 'vitest'

const WORKER = fileURLToPath(new URL('provisioning-worker.mjs', import.meta.url))
const COUNT = 24
const PROCESSES = 3
/** Requests between two kills, so that a slow machine kills as often as a fast one. */
const KILL_AFTER = [17, 31, 46]

const devices = Array.from({ length: COUNT }, (_, index) => ({
  devEui: `70B3D57ED00A${index.toString(16).toUpperCase().padStart(4, '0')}`,
  joinEui: '70B3D57ED0000002',
  ownerToken: Buffer.from(`token of device ${index}`.padEnd(16, '.').slice(0, 16)).toString('base64'),
}))

const configuration = {
  routingProfiles: { busit: { name: 'Busit' } },
  deviceProfiles: { 'LORA/GenericA.1.0.3a_ETSI': { name: 'Generic class A' } },
  deviceProfileByJoinEui: { '70B3D57ED0000000/40': 'LORA/GenericA.1.0.3a_ETSI' },
  homeNetId: '000002',
  hsmGroupId: 'HSM_LABS_PROD',
}

test('processes that share a database, and are killed, claim and create each device once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'claimtag-processes-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  await using simulator = await startSimulator({ devices, accounts: [demoAccount] })
  const { address, log, world } = simulator
  // The interface of Busit, and before that the one that the simulator made up.
  const { busit: account } = world as { readonly busit?: { readonly user: string; readonly token: string } }
  const token = account === undefined ? 'busit-demo-token' : `${account.user}:${account.token}`
  const busitOptions = { address: account === undefined ? `${address}/busit` : address, connector: 1, token }
  const { publicKeyPem, privateKeyPem, unwrapKey } = await makeKeyPair({ bits: 2048 })
  const tokenUrl = `${address}/users-auth/protocol/openid-connect/token`
  const authorization = clientCredentials({ ...demoAccount, fetch, tokenUrl })
  const { kmSubscription } = demoAccount
  const login = await createWorkflow({
    configuration: parseConfiguration(configuration),
    joinServers: oneJoinServer(thingparkActivation({ fetch, authorization, address, kmSubscription })),
    networkServer: thingparkWireless({ fetch, authorization, address }),
    applicationServer: busit({ ...busitOptions, fetch, authorization: fixedToken(token) }),
    unwrapKey,
  }).login(publicKeyPem)
  if (!login.ok) throw new Error(login.code)

  const jobs = devices.map((record) => ({ record, choice: { routingProfileId: 'busit' } }))
  const shared = { path: join(folder, 'portal.sqlite'), address, account: demoAccount, busitOptions }
  const given = { ...shared, configuration, session: login.session, privateKeyPem, jobs }
  const env = { ...process.env, PROVISIONING: JSON.stringify(given) }
  const said: string[] = []
  function start(): ChildProcess {
    const child = spawn(process.execPath, [WORKER], { env, stdio: ['ignore', 'ignore', 'pipe'] })
    child.stderr?.on('data', (text: Buffer) => said.push(text.toString('utf8')))
    return child
  }
  simulator.inject('claim', { kind: 'drop-after' }, 2)
  simulator.inject('network-server', { kind: 'status', status: 503 }, 3)
  const running = Array.from({ length: PROCESSES }, start)
  onTestFinished(() => running.forEach((child) => void child.kill('SIGKILL')))

  for (const [at, requests] of KILL_AFTER.entries()) {
    while (log.length < requests) await new Promise((resolve) => setTimeout(resolve, 2))
    const victim = running[at % PROCESSES]
    victim?.kill('SIGKILL')
    running[at % PROCESSES] = start()
  }
  const codes = await Promise.all(
    running.map(async (child) =>
      child.exitCode === null ? ((await once(child, 'exit'))[0] as number) : child.exitCode,
    ),
  )
  expect({ codes, said: said.join('') }).toEqual({ codes: running.map(() => 0), said: '' })

  const times = (operation: Operation, from: number, to: number): number =>
    log.filter(
      ({ operation: one, status }) => one === operation && Number(status) >= from && Number(status) <= to,
    ).length
  expect([...world.joinServer.values()].filter(({ claimedBy }) => claimedBy === '42')).toHaveLength(COUNT)
  expect([world.networkServer.size, world.applicationServer.size]).toEqual([COUNT, COUNT])
  // Two claims were carried out without an answer. Of a killed process, the answer went nowhere, but it was given.
  expect(times('claim', 200, 299)).toBe(COUNT - 2)
  expect(times('network-server', 200, 299)).toBe(COUNT)
  expect(times('as-key', 200, 299)).toBe(1)
})
