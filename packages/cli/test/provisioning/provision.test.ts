import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { claimtag, type Setting } from '../command.ts'
import { CODES, contentsOf, DEVICES, ENV, FIRST, openPortal, SECOND, THIRD, tokensIn } from './portal.ts'

const [A = '', B = '', C = ''] = DEVICES.map(({ devEui }) => devEui)
const COMMAND = fileURLToPath(new URL('../../bin/claimtag.js', import.meta.url))
const CONFIG = ['--config', 'portal.json']

function provision(cwd: string, args: readonly string[], more: Partial<Setting> = {}) {
  return claimtag(['provision', ...args, ...CONFIG], { cwd, env: ENV, ...more })
}

function pem(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

function env(key: string): Pick<Setting, 'env'> {
  return { env: { ...ENV, PORTAL_KEY: key } }
}

test('a code is claimed and provisioned, with a line for each step, and found done by the same command', async () => {
  const { cwd, simulator, times } = await openPortal()
  const first = await provision(cwd, [FIRST])
  expect(first).toEqual({
    code: 0,
    out: '',
    err:
      `${A}  ✓ claimed\n${A}  ✓ its keys are ready at the Join Server\n` +
      `${A}  ✓ on the Network Server\n${A}  ✓ provisioned: switch it on, and it joins\n`,
  })
  const { world } = simulator
  const [key] = [...world.asKeys.values()]
  expect(world.networkServer.get(A)).toMatchObject({
    routingProfileId: 'busit',
    connectivityPlanId: 'plan-basic',
  })
  expect(world.applicationServer.get(A)).toBe(key?.key)
  const again = await provision(cwd, [FIRST])
  expect(again).toMatchObject({ code: 0, err: `${A}  was provisioned before\n` })
  await provision(cwd, [SECOND])
  expect([times('claim'), times('as-key'), times('network-server')]).toEqual([2, 1, 2])
  expect(world.applicationServer.get(B)).toBe(key?.key)
})

test('what is kept is for its owner alone, and has no token, password or plain key in it', async () => {
  const { cwd, simulator, busitToken } = await openPortal({ keyPair: undefined })
  const { out, err } = await provision(cwd, CODES, { input: '' })
  const state = join(cwd, 'portal.states')
  expect(readdirSync(state).sort()).toEqual([
    'devices',
    'private-key.pem',
    expect.stringMatching(/^transport-keys-[0-9a-f]{16}\.json$/),
  ])
  expect(statSync(state).mode & 0o777).toBe(0o700)
  for (const name of readdirSync(state).filter((one) => one !== 'devices'))
    expect(statSync(join(state, name)).mode & 0o777).toBe(0o600)
  const kept = createPrivateKey(readFileSync(join(state, 'private-key.pem')))
  expect(kept.asymmetricKeyDetails?.modulusLength).toBe(3072)
  const all = contentsOf(state) + out + err
  expect(tokensIn(all)).toEqual([])
  for (const { key } of simulator.world.asKeys.values()) expect(all).not.toContain(key)
  for (const secret of [ENV.THINGPARK_SECRET, busitToken]) expect(all).not.toContain(secret)
})

test('a folder of states that leads elsewhere is not followed, and nothing is claimed', async () => {
  const { cwd, simulator } = await openPortal()
  mkdirSync(join(cwd, 'portal.states'), { mode: 0o700 })
  mkdirSync(join(cwd, 'elsewhere'))
  symlinkSync('../elsewhere', join(cwd, 'portal.states', 'devices'))
  const refused = await provision(cwd, [FIRST])
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('it is a link') as string })
  expect(readdirSync(join(cwd, 'elsewhere'))).toEqual([])
  expect(simulator.log).toEqual([])
})

test('a device that stopped half-way goes on with the same command, and is claimed once', async () => {
  const { cwd, simulator, times } = await openPortal()
  simulator.inject('claim', { kind: 'drop-after' })
  const lost = await provision(cwd, [FIRST, '--attempts', '1'])
  expect(lost).toMatchObject({ code: 5 })
  expect(lost.err).toContain(`${A}  ✗ Claiming the device: `)
  simulator.inject('network-server', { kind: 'status', status: 503, retryAfterSeconds: 90 })
  const away = await provision(cwd, [FIRST, '--attempts', '1'])
  expect(away).toMatchObject({ code: 5 })
  expect(away.err).toContain('out of service for now. Try again in 90 s.')
  expect(await provision(cwd, [FIRST])).toMatchObject({ code: 0 })
  expect(simulator.world.joinServer.get(A)?.claimedBy).toBe('42')
  expect(times('as-key')).toBe(1)
  expect(tokensIn(contentsOf(join(cwd, 'portal.states')) + lost.err + away.err)).toEqual([])
})

test('a command that is stopped ends its requests, repeats no code, and goes on later', async () => {
  const { cwd, simulator, times } = await openPortal()
  const before = await provision(cwd, CODES, { signal: AbortSignal.abort() })
  expect(before).toEqual({ code: 130, out: '', err: 'Stopped. The same command goes on from here.\n' })
  expect(simulator.log).toEqual([])
  const stop = new AbortController()
  simulator.inject('claim', { kind: 'delay', milliseconds: 300 }, 3)
  const running = provision(cwd, CODES, { signal: stop.signal })
  // As soon as the first request is out.
  while (!contentsOf(cwd).includes('"pending":true')) await new Promise((resolve) => setTimeout(resolve, 5))
  stop.abort()
  const stopped = await running
  expect(stopped).toMatchObject({ code: 130 })
  expect(stopped.err).toContain('Stopped. The same command goes on from here.')
  expect(stopped.err).not.toMatch(/✗|failed|cancelled/)
  expect(tokensIn(stopped.err + stopped.out)).toEqual([])
  const claims = times('claim')
  expect(claims).toBeGreaterThan(0)
  expect(
    [...simulator.world.joinServer.values()].filter(({ claimedBy }) => claimedBy !== undefined),
  ).toHaveLength(claims)
  expect(await provision(cwd, CODES)).toMatchObject({ code: 0 })
  expect(times('claim')).toBe(3)
})

test('two commands at once have one key made, and claim a device once', async () => {
  const { cwd, simulator, times } = await openPortal()
  const all = await Promise.all([provision(cwd, [FIRST, SECOND]), provision(cwd, [FIRST, SECOND])])
  // Who was overtaken at a device looks at it again, and finds it done.
  for (const { code, err } of all) {
    expect({ code, err }).toMatchObject({
      code: 0,
      err: expect.stringContaining('2 devices provisioned') as string,
    })
    expect(err).not.toMatch(/✗|Another command|Load its state/)
  }
  expect([times('as-key'), times('claim')]).toEqual([1, 2])
  expect(await provision(cwd, [FIRST, SECOND])).toMatchObject({ code: 0 })
  expect([times('claim'), simulator.world.networkServer.size]).toEqual([2, 2])
})

test('a list comes from a file or from stdin; a line that is no code is named, and stops no other one', async () => {
  const { cwd, simulator } = await openPortal()
  const broken = FIRST.slice(0, -6)
  const piped = await provision(cwd, ['-'], { input: `${broken}\n${SECOND}\n` })
  expect(piped).toMatchObject({ code: 3 })
  expect(piped.err).toMatch(/^line 1: /)
  writeFileSync(join(cwd, 'scanned.txt'), `${SECOND}\n\n${THIRD}\n`)
  const file = await provision(cwd, ['scanned.txt', '--concurrency', '1'])
  expect(file).toMatchObject({ code: 0 })
  expect(file.err).toContain('2 devices provisioned, 1 of them before; 0 failed, 0 not begun')
  expect([...simulator.world.networkServer.keys()]).toEqual([B, C])
  expect(tokensIn(piped.err + file.err)).toEqual([])
})

test('a device that the Network Server has already is named with its differences, and adopted when told so', async () => {
  const { cwd, simulator, times } = await openPortal()
  const other = {
    reference: '7',
    name: 'of an earlier portal',
    devEui: A,
    joinEui: '70B3D57ED0000002',
    deviceProfileId: 'LORA/GenericA.1.0.3a_ETSI',
    connectivityPlanId: 'plan-metering',
    routingProfileId: 'busit',
  }
  simulator.world.networkServer.set(A, other)
  const refused = await provision(cwd, [FIRST])
  expect(refused).toMatchObject({ code: 3, err: expect.stringContaining('plan-metering') as string })
  expect(times('claim')).toBe(0)
  expect(await provision(cwd, [FIRST, '--adopt'])).toMatchObject({ code: 0 })
  expect(simulator.world.networkServer.get(A)).toBe(other)
  const released = await claimtag(['release', A, ...CONFIG], { cwd, env: ENV })
  expect(released.err).toContain(`${A}  stays at the Network Server: it was there before`)
})

test('a file that is not there is a mistake of the call, said once, and stops no other one', async () => {
  const { cwd, simulator } = await openPortal()
  const alone = await provision(cwd, ['gone.txt'])
  expect(alone).toEqual({ code: 2, out: '', err: 'claimtag: gone.txt cannot be read (ENOENT).\n' })
  expect(simulator.log).toEqual([])
  expect(await provision(cwd, ['gone.txt', FIRST])).toMatchObject({ code: 2 })
  expect([...simulator.world.networkServer.keys()]).toEqual([A])
})

test('labels are read as decode reads them: pictures, and what a printer would get', async () => {
  const { cwd, simulator } = await openPortal()
  const rows = DEVICES.map(({ devEui, joinEui, ownerToken }) => `${devEui},${joinEui},${ownerToken}`)
  writeFileSync(join(cwd, 'devices.csv'), ['DevEUI,AppEUI,Owner Token', ...rows, ''].join('\n'))
  const made = [
    'generate',
    'devices.csv',
    '--out',
    'labels',
    '--as',
    'png,zpl',
    '--workers',
    '0',
    '--verify',
    'none',
  ]
  expect(await claimtag(made, { cwd })).toMatchObject({ code: 0 })
  const picture = await provision(cwd, [join('labels', `${A}.png`)])
  expect(picture).toMatchObject({ code: 0 })
  const stream = readdirSync(join(cwd, 'labels')).find((name) => name.endsWith('.zpl')) ?? ''
  expect(await provision(cwd, [join('labels', stream)])).toMatchObject({ code: 0 })
  expect(simulator.world.networkServer.size).toBe(3)
})

test('a command that is killed in the middle of a claim goes on, and the device is claimed once', async () => {
  const { cwd, simulator } = await openPortal()
  simulator.inject('claim', { kind: 'delay', milliseconds: 200 })
  const args = [COMMAND, 'provision', FIRST, ...CONFIG]
  const child = spawn(process.execPath, args, { cwd, env: { ...process.env, ...ENV }, stdio: 'ignore' })
  while (!contentsOf(cwd).includes('"pending":true') && child.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 5))
  child.kill('SIGKILL')
  await once(child, 'close')
  const after = await provision(cwd, [FIRST])
  expect(after).toMatchObject({ code: 0 })
  expect(simulator.world.joinServer.get(A)?.claimedBy).toBe('42')
  expect(simulator.world.networkServer.size).toBe(1)
})

test('a rehearsal claims nothing, and has no key made', async () => {
  const { cwd, simulator, times } = await openPortal()
  const rehearsal = await provision(cwd, [FIRST, SECOND, '--dry-run'])
  expect(rehearsal).toMatchObject({ code: 0 })
  expect(rehearsal.err).toContain(`${A}  nothing stands in the way of its claim`)
  expect([times('claim'), times('as-key'), times('network-server')]).toEqual([0, 0, 0])
  expect(simulator.world.networkServer.size).toBe(0)
  await provision(cwd, [FIRST])
  const after = await provision(cwd, [FIRST, SECOND, '--dry-run', '--json'])
  expect(JSON.parse(after.out)).toMatchObject({
    dryRun: true,
    devices: [
      { devEui: A, ok: true, next: 'done' },
      { devEui: B, ok: true, next: 'claim' },
    ],
  })
  expect(times('as-key')).toBe(1)
})

test('for programs: one object on stdout, events on stderr, and the same without words', async () => {
  const { cwd, simulator } = await openPortal()
  simulator.inject('network-server', { kind: 'status', status: 400 })
  const { code, out, err } = await provision(cwd, [FIRST, 'nonsense', '--json'])
  expect(code).toBe(3)
  expect(JSON.parse(out)).toMatchObject({
    done: 0,
    failed: [{ devEui: A, failure: { step: 'network-server', code: 'rejected', status: 400 } }],
    refused: [{ place: 'the code' }],
    left: [],
  })
  const events = err
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly type: string })
  expect(events.map(({ type }) => type)).toEqual(['refused', 'started', 'step', 'step', 'settled'])
  expect(tokensIn(out + err)).toEqual([])
  const quiet = await provision(cwd, [FIRST, '--quiet'])
  expect(quiet).toEqual({ code: 0, out: '', err: '' })
})

describe('where the data goes', () => {
  const two = { routingProfiles: { other: { name: 'Another one' }, busit: { name: 'Busit' } } }

  test('is asked on a terminal, until the answer is one of them', async () => {
    const { cwd, simulator } = await openPortal(two)
    const asked = await provision(cwd, [FIRST], { terminal: true, input: 'nonsense\n7\n2\n' })
    expect(asked).toMatchObject({ code: 0 })
    expect(asked.err).toContain(
      'Where should the data go?\n  1  Another one (other)\n  2  Busit (busit)\nNumber: One of 1 to 2: One of 1 to 2: ',
    )
    expect(simulator.world.networkServer.get(A)?.routingProfileId).toBe('busit')
  })

  test('is told by a flag elsewhere, and nothing is claimed before', async () => {
    const { cwd, times } = await openPortal(two)
    const silent = await provision(cwd, [FIRST])
    expect(silent).toMatchObject({ code: 2 })
    expect(silent.err).toContain('--routing-profile other | busit')
    const piped = await provision(cwd, ['-'], { terminal: true, input: FIRST })
    expect(piped).toMatchObject({ code: 2 })
    expect(times('claim')).toBe(0)
    expect(await provision(cwd, [FIRST, '--routing-profile', 'busit'])).toMatchObject({ code: 0 })
    const unknown = await provision(cwd, [SECOND, '--routing-profile', 'other'])
    expect(unknown).toMatchObject({ code: 2 })
    expect(unknown.err).toContain('does not offer the Routing Profile other')
  })

  test('several Device Profiles that fit are offered, and none is picked silently', async () => {
    const { cwd, simulator, times } = await openPortal({
      deviceProfiles: {
        'LORA/GenericA.1.0.3a_ETSI': { name: 'Generic class A' },
        'LORA/GenericC.1.0.3a_ETSI': { name: 'Generic class C' },
      },
      deviceProfileByAppEui: {},
      deviceProfilesByProfileId: { AABB1122: ['LORA/GenericA.1.0.3a_ETSI', 'LORA/GenericC.1.0.3a_ETSI'] },
    })
    const code = `LW:D0:70B3D57ED0000002:${A}:AABB1122:OWq7ZkP0xT3mVb9LdRy2sQg`
    const silent = await provision(cwd, [code])
    expect(silent).toMatchObject({ code: 3 })
    expect(silent.err).toContain('several Device Profiles fit')
    expect(times('claim')).toBe(0)
    const asked = await provision(cwd, [code], { terminal: true, input: '2\n' })
    expect(asked.err).toContain('Generic class C')
    expect(simulator.log.some(({ operation }) => operation === 'claim')).toBe(true)
  })
})

describe('what is wrong is said before a claim', () => {
  test.each([
    [
      'a variable that is not set',
      { THINGPARK_SECRET: undefined },
      'THINGPARK_SECRET of the environment, which portal.json names, is not set',
    ],
    ['a wrong secret', { THINGPARK_SECRET: 'wrong-secret' }, 'did not accept the account'],
  ])('%s', async (_, change, says) => {
    const { cwd, times } = await openPortal()
    const refused = await provision(cwd, [FIRST], { env: { ...ENV, ...change } })
    expect(refused).toMatchObject({ code: 2 })
    expect(refused.err).toContain(says)
    expect(refused.err).not.toContain('wrong-secret')
    expect(times('claim')).toBe(0)
  })

  test('a private key in a wrong spelling, and another one than the kept ASTK was made for', async () => {
    const { cwd, times } = await openPortal({ keyPair: { privateKey: { env: 'PORTAL_KEY' } } })
    // The same key as PKCS#1.
    const written = createPrivateKey(ENV.PORTAL_KEY).export({ type: 'pkcs1', format: 'pem' }).toString()
    const wrong = await provision(cwd, [FIRST], env(written.replaceAll('\n', String.raw`\n`)))
    expect(wrong).toMatchObject({ code: 2 })
    expect(wrong.err).toContain('The private key has')
    expect(times('claim')).toBe(0)
    expect(await provision(cwd, [FIRST], env(written))).toMatchObject({ code: 0 })
    // Another key has an ASTK of its own.
    expect(await provision(cwd, [SECOND], env(pem()))).toMatchObject({ code: 0 })
    expect(times('as-key')).toBe(2)
  })

  test.each([
    [['provision', FIRST], 'Say which portal'],
    [['provision', FIRST, ...CONFIG, '--concurrency', '0'], '--concurrency takes 1 to 64'],
    [['provision', FIRST, SECOND, ...CONFIG, '--name', 'meter'], '--name is for one device'],
    [['provision', FIRST, '--config', 'no.json'], 'cannot be read'],
    [['provision', 'no.png', ...CONFIG], 'no.png'],
  ])('%j is called wrongly', async (argv, says) => {
    const { cwd } = await openPortal()
    const { code, err } = await claimtag(argv, { cwd, env: ENV })
    expect([2, 3]).toContain(code)
    expect(err).toContain(says)
    expect(tokensIn(err)).toEqual([])
  })
})
