import { execFileSync } from 'node:child_process'
import { constants, generateKeyPairSync, privateDecrypt, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type DeviceRecord, thingpark } from '@claimtag/core'
import { createDecoder } from '@claimtag/decoder'
import { createScanner, textsOf } from '@claimtag/decoder/scan'
import { createLabeller, defaultTemplate } from '@claimtag/label'
import { encodePng } from '@claimtag/label/png'
import { createIssuer, type Issued, memoryStore, randomTokens } from '@claimtag/online'
import { createWorkflow, oneJoinServer } from '@claimtag/provisioning'
import { busit } from '@claimtag/provisioning/busit'
import { clientCredentials, fixedToken } from '@claimtag/provisioning/http'
import { parseConfiguration } from '@claimtag/provisioning/schema'
import { thingparkActivation } from '@claimtag/provisioning/thingpark-activation'
import { thingparkWireless } from '@claimtag/provisioning/thingpark-wireless'
import { demoAccount, startSimulator } from 'claimtag-example-thingpark-simulator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { requireTool } from './tools.ts'

const scanner = createScanner()

// From the maker's data to a device on its network, through all packages and over real files, pixels and sockets.

const joinEui = '70B3D57ED0000002'
const devices = Array.from({ length: 12 }, (_, index) => ({
  devEui: `70B3D57ED00A00${(16 + index).toString(16).toUpperCase()}`,
  joinEui,
  ownerToken: randomBytes(16).toString('base64'),
  serialNumber: `26W47-${String(index).padStart(5, '0')}`,
}))

const folder = mkdtempSync(join(tmpdir(), 'claimtag-end-to-end-'))
const claimtag = fileURLToPath(new URL('../packages/cli/bin/claimtag.js', import.meta.url))
const hasZbar = requireTool('zbarimg')
const decoder = createDecoder()

beforeAll(() => {
  const rows = devices.map((device) => Object.values(device).join(';'))
  writeFileSync(
    join(folder, 'devices.csv'),
    `dev_eui;AppEUI;claim_authentication_code;Serial\r\n${rows.join('\r\n')}`,
  )
})
afterAll(() => rmSync(folder, { recursive: true }))

function labelFiles(): readonly string[] {
  const out = join(folder, 'labels')
  return readdirSync(out, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.png'))
    .map((name) => join(out, name))
}

function decoded(text: string | undefined): DeviceRecord {
  const result = decoder.decode(text ?? '')
  if (!result.ok) throw new Error(result.error.code)
  return result.record
}

/** Claims and provisions records at a simulated ThingPark; returns what its three servers know then, by DevEUI. */
async function provisioned(records: readonly DeviceRecord[]) {
  const delivered = records.map((record) => ({ joinEui, ownerToken: '', ...record }))
  const simulator = await startSimulator({ devices: delivered, accounts: [demoAccount] })
  const { address } = simulator
  const tokenUrl = `${address}/users-auth/protocol/openid-connect/token`
  const authorization = clientCredentials({ ...demoAccount, fetch, tokenUrl })
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }
  const workflow = createWorkflow({
    configuration: parseConfiguration({
      routingProfiles: { busit: { name: 'Busit' } },
      deviceProfiles: { 'LORA/GenericA.1.0.3a_ETSI': { name: 'Generic class A' } },
      deviceProfileByJoinEui: { [joinEui]: 'LORA/GenericA.1.0.3a_ETSI' },
      homeNetId: '000002',
      hsmGroupId: 'HSM_LABS_PROD',
    }),
    joinServers: oneJoinServer(
      thingparkActivation({
        fetch,
        authorization,
        address,
        kmSubscription: demoAccount.kmSubscription,
      }),
    ),
    networkServer: thingparkWireless({ fetch, authorization, address }),
    applicationServer: busit({
      fetch,
      authorization: fixedToken('busit-demo-token'),
      address: `${address}/busit`,
      connector: 1,
    }),
    unwrapKey: async (encrypted) =>
      privateDecrypt(key, Buffer.from(encrypted, 'base64')).toString('hex').toUpperCase(),
  })
  const login = await workflow.login(publicKey.export({ type: 'spki', format: 'pem' }).toString())
  if (!login.ok) throw new Error(login.code)
  const choice = { routingProfileId: 'busit' }
  const steps = []
  for (const record of records) {
    const done = await workflow.provision(login.session, record, choice)
    const again = await workflow.provision(login.session, record, choice)
    steps.push({ first: done.ok, again: again.ok ? 'claimed twice' : again.code })
  }
  const { joinServer, networkServer, applicationServer } = simulator.world
  const known = records.map(({ devEui }) => ({
    claimed: joinServer.get(devEui)?.claimedBy !== undefined,
    joinEui: networkServer.get(devEui)?.joinEui,
    hasKey: applicationServer.has(devEui),
  }))
  await simulator.close()
  return { steps, known }
}

const complete = {
  steps: { first: true, again: 'claim-refused' },
  known: { claimed: true, joinEui, hasKey: true },
}

describe('offline: a device file becomes labels that claim their devices', () => {
  test('CSV → label PNG → pixels → record → claimed and provisioned', async () => {
    const options = ['generate', 'devices.csv', '--out', 'labels', '--as', 'png', '--json']
    execFileSync(process.execPath, [claimtag, ...options], { cwd: folder, stdio: 'pipe' })
    const files = labelFiles()
    expect(files).toHaveLength(devices.length)

    const texts = await Promise.all(
      files.map(async (file) => textsOf(await scanner.scan(readFileSync(file)))[0]),
    )
    const records = texts.map(decoded).sort((a, b) => a.devEui.localeCompare(b.devEui))
    expect(records).toEqual(devices)

    const { steps, known } = await provisioned(records)
    expect(steps).toEqual(devices.map(() => complete.steps))
    expect(known).toEqual(devices.map(() => complete.known))
  })

  test.skipIf(!hasZbar)('zbarimg reads the same text from every label', async () => {
    for (const file of labelFiles()) {
      const read = execFileSync('zbarimg', ['--quiet', '--raw', file], { encoding: 'utf8' })
      expect([read.trimEnd()]).toEqual(textsOf(await scanner.scan(readFileSync(file))))
    }
  })
})

describe('online: an issued code claims its device', () => {
  const labeller = createLabeller(defaultTemplate, { dpi: 300 })
  const issuer = createIssuer({
    format: thingpark,
    tokens: randomTokens((bytes) => crypto.getRandomValues(bytes)),
    store: memoryStore(),
  })

  const drawn = ({ text, fields }: Issued) => encodePng(labeller.draw(text, fields), { dpi: 300 })

  test('issue() → label PNG → pixels → record → claimed and provisioned', async () => {
    const issued = await issuer.issue({ devEui: '70B3D57ED00B0001', joinEui, serialNumber: '26W47-90001' })
    const texts = textsOf(await scanner.scan(drawn(issued)))
    expect(texts).toEqual([issued.text])
    const record = decoded(texts[0])
    expect(record).toEqual(issued.record)
    expect(await provisioned([record])).toEqual({ steps: [complete.steps], known: [complete.known] })
  })

  test.skipIf(!hasZbar)('zbarimg reads an issued label', async () => {
    const issued = await issuer.issue({ devEui: '70B3D57ED00B0002', joinEui })
    const file = join(folder, 'issued.png')
    writeFileSync(file, drawn(issued))
    expect(execFileSync('zbarimg', ['--quiet', '--raw', file], { encoding: 'utf8' }).trimEnd()).toBe(
      issued.text,
    )
  })
})
