import { appendFileSync, existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openImportFile } from '../../src/provisioning/import-file.ts'
import { claimtag } from '../command.ts'
import { CODES, DEVICES, ENV, FIRST, openPortal, SECOND, THIRD, tokensIn } from './portal.ts'

const [A = '', B = '', C = ''] = DEVICES.map(({ devEui }) => devEui)
const FILE = { kind: 'ns-file', file: 'import/devices.csv', form: 'thingpark' }
const PLAN = { connectivityPlanId: 'plan-basic' }

const run = (cwd: string, ...args: readonly string[]) =>
  claimtag([...args, '--config', 'portal.json'], { cwd, env: ENV, input: '' })

const withFile = () => openPortal({ networkServer: { ...FILE, file: 'devices.csv' }, ...PLAN })

test('devices become lines of a file, each once, for its owner alone', async () => {
  const { cwd, simulator } = await withFile()
  const path = join(cwd, 'devices.csv')
  expect(await run(cwd, 'config', 'check')).toMatchObject({ code: 0 })
  expect(await run(cwd, 'provision', FIRST, '--dry-run')).toMatchObject({ code: 0 })
  expect(existsSync(path)).toBe(false)
  expect(await run(cwd, 'provision', FIRST)).toMatchObject({
    code: 0,
    err: expect.stringContaining('Now devices.csv is to be imported at the Network Server.') as string,
  })
  // Of a command that was killed while it wrote.
  appendFileSync(path, `CREATE_OTAA,${C},,LORA/Gen`)
  expect(await run(cwd, 'provision', ...CODES)).toMatchObject({ code: 0 })
  const text = readFileSync(path, 'utf8')
  expect(text.split('\n').map((line) => line.split(',')[1])).toEqual([A, B, C, undefined])
  expect(text).toContain(`CREATE_OTAA,${C},,LORA/GenericA.1.0.3a_ETSI,70B3D57ED0000002,,,plan-basic,busit,,`)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(tokensIn(text)).toEqual([])
  expect([...simulator.world.applicationServer.keys()]).toEqual([A, B, C])
})

test('commands at once add their lines one after the other', async () => {
  const { cwd } = await withFile()
  await Promise.all([FIRST, SECOND, THIRD].map((code) => run(cwd, 'provision', code)))
  const lines = readFileSync(join(cwd, 'devices.csv'), 'utf8').trimEnd().split('\n')
  expect(lines.map((line) => line.split(',')[1]).sort()).toEqual([A, B, C])
})

test('a process learns which lines others add while it is under way', async () => {
  const { cwd } = await withFile()
  const path = join(cwd, 'devices.csv')
  const { signal } = new AbortController()
  const [one, other] = [await openImportFile(path, signal), await openImportFile(path, signal)]
  expect(await other.added?.()).toBe('')
  await one.append('a\n')
  expect(await other.added?.()).toBe('a\n')
  await other.append('b\n')
  appendFileSync(path, 'half')
  expect([await one.added?.(), await one.added?.(), await other.added?.()]).toEqual(['a\nb\n', '', 'b\n'])
  const later = await openImportFile(path, signal)
  expect([later.text, await later.added?.()]).toEqual(['a\nb\n', ''])
  rmSync(path)
  await one.append('c\n')
  expect([await one.added?.(), await other.added?.()]).toEqual(['c\n', 'c\n'])
})

test('what a file cannot say has to stand in the document', async () => {
  const { cwd } = await openPortal({ networkServer: FILE })
  expect(await run(cwd, 'config', 'check')).toMatchObject({
    code: 2,
    err: expect.stringContaining('connectivityPlanId') as string,
  })
  const stack = { ...FILE, form: 'the-things-stack' }
  const other = await openPortal({ networkServer: stack, ...PLAN })
  expect(await run(other.cwd, 'config', 'check')).toMatchObject({
    code: 2,
    err: expect.stringContaining('networkServer.profiles') as string,
  })
})

test('DX Core claims and creates in one call', async () => {
  const { cwd, simulator, times } = await openPortal(({ address }) => ({
    networkServer: {
      kind: 'thingpark-dx-core',
      address,
      account: 'thingpark',
      oneCall: { jsProfile: 'js', jsSubscriberRef: '42' },
    },
  }))
  expect(await run(cwd, 'provision', FIRST)).toMatchObject({ code: 0 })
  const { world } = simulator
  const [key] = [...world.asKeys.values()]
  expect(times('claim')).toBe(0)
  expect(world.joinServer.get(A)?.claimedBy).toBe('42')
  expect(world.networkServer.get(A)).toMatchObject({ connectivityPlanId: 'plan-basic' })
  expect(world.applicationServer.get(A)).toBe(key?.key)
})
