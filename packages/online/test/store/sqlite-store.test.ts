import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { storeContract } from '@claimtag/online/contract'
import { sqliteStates, sqliteStore } from '@claimtag/online/sqlite'
import { parseState } from '@claimtag/provisioning/schema'
import { storeContract as stateContract } from '@claimtag/provisioning/store-contract'
import { afterAll, describe, expect, test } from 'vitest'
import { findEngine } from '../../../../test/engine-programs.ts'
import { isSafeInWal, prepareDatabase } from '../../src/sqlite/prepare-database.ts'

const here = fileURLToPath(new URL('../..', import.meta.url))

const folder = mkdtempSync(join(tmpdir(), 'claimtag-sqlite-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('the contract holds for SQLite', () => {
  const store = sqliteStore(join(folder, 'codes.sqlite'))
  afterAll(() => store.close())
  test.each(storeContract(() => store))('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
})

describe('the contract of provisioning holds for states in SQLite', () => {
  const path = join(folder, 'states.sqlite')
  const stores: { close(): Promise<void> }[] = []
  afterAll(() => Promise.all(stores.map((store) => store.close())))
  // Each has a connection of its own, as processes have.
  function open(realm: string) {
    const store = sqliteStates(path, { realm, parse: parseState })
    stores.push(store)
    return store
  }
  test.each(stateContract(open, { hasRealms: true }))('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
})

test('a database of the first schema is brought to the newest, and its codes are there', async () => {
  const path = join(folder, 'first.sqlite')
  const key = { realm: '', devEui: '70B3D57ED00A0004' as never }
  const database = await prepareDatabase(path)
  for (const table of ['state', 'queue', 'queue_mode', 'rate']) database.exec(`DROP TABLE claimtag_${table}`)
  database.exec('UPDATE claimtag_schema SET version = 1')
  database.exec(
    `INSERT INTO claimtag_code (realm, dev_eui, attempt, until, holder) VALUES ('', '70B3D57ED00A0004', 7, 0, '')`,
  )
  database.close()
  const states = sqliteStates(path, { realm: '', parse: parseState })
  expect(await states.load(key.devEui)).toBeUndefined()
  await states.close()
  const store = sqliteStore(path)
  expect(await store.reserve(key, { leaseMs: 1, holder: '' })).toEqual({ status: 'reserved', attempt: 8 })
  await store.close()
})

test('a state that was stored is read again, and one that is not a state is refused', async () => {
  const path = join(folder, 'strange.sqlite')
  const database = await prepareDatabase(path)
  const insert = `INSERT INTO claimtag_state (realm, dev_eui, revision, state, saved_at)`
  database.exec(`${insert} VALUES ('', '70B3D57ED00A0004', 1, '{"version":9}', 0)`)
  database.close()
  const states = sqliteStates(path, { realm: '', parse: parseState })
  const refusal = { issue: { code: 'state-invalid' } }
  await expect(states.load('70B3D57ED00A0004' as never)).rejects.toMatchObject(refusal)
  await states.close()
})

// The SQLite of Node itself, where it has one.
describe.each(['node22', 'node24'] as const)('the contract holds for the SQLite of %s', (name) => {
  const program = findEngine(name)
  test.skipIf(program === undefined)('in each case', () => {
    const run = fileURLToPath(new URL('run-contract.mjs', import.meta.url))
    const spec = `sqlite:${join(folder, `${name}.sqlite`)}`
    const { stdout, stderr } = spawnSync(program ?? '', [run, spec], { encoding: 'utf8' })
    expect({ stderr, failed: (JSON.parse(stdout) as { failed: string[] }).failed }).toEqual({
      stderr: '',
      failed: [],
    })
  })
})

test('only its owner may read the file', async () => {
  const path = join(folder, 'own.sqlite')
  const store = sqliteStore(path)
  await store.list({ realm: '', limit: 1 })
  for (const name of [path, `${path}-wal`]) expect(statSync(name).mode & 0o777).toBe(0o600)
  await store.close()
})

test('a program ends although its store is open, and two of them share a file', async () => {
  const path = join(folder, 'shared.sqlite')
  const script = `
    import { thingpark } from '@claimtag/core'
    import { createIssuer, plaintext, randomTokens } from '@claimtag/online'
    import { sqliteStates, sqliteStore } from '@claimtag/online/sqlite'
import { parseState } from '@claimtag/provisioning/schema'
import { storeContract as stateContract } from '@claimtag/provisioning/store-contract'
    const tokens = randomTokens((bytes) => crypto.getRandomValues(bytes))
    const store = sqliteStore(${JSON.stringify(path)})
    const issuer = createIssuer({ format: thingpark, tokens, store, sealer: plaintext })
    const asked = { devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002' }
    const { text, isNew } = await issuer.issue(asked)
    console.log(JSON.stringify({ text: text.length, same: (await issuer.issue(asked)).text === text, isNew }))
  `
  const run = () => {
    const args = ['--input-type=module', '--eval', script]
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: here, encoding: 'utf8' })
    return { status, stderr, said: stdout === '' ? '' : (JSON.parse(stdout) as object) }
  }
  expect(run()).toEqual({ status: 0, stderr: '', said: { text: 87, same: true, isNew: true } })
  expect(run()).toEqual({ status: 0, stderr: '', said: { text: 87, same: true, isNew: false } })
})

test.each([
  ['3.40.1', false],
  ['3.44.5', false],
  ['3.44.6', true],
  ['3.50.6', false],
  ['3.50.7', true],
  ['3.51.2', false],
  ['3.51.3', true],
  ['3.53.0', true],
  ['4.0.0', true],
])('SQLite %s keeps a write-ahead log: %s', (version, isSafe) => {
  expect(isSafeInWal(version)).toBe(isSafe)
})

test('a database of newer software is refused', async () => {
  const path = join(folder, 'newer.sqlite')
  const database = await prepareDatabase(path)
  database.exec('UPDATE claimtag_schema SET version = 99')
  database.close()
  const store = sqliteStore(path)
  const refusal = { issue: { code: 'database-too-new', version: 99, known: 3, retryable: false } }
  await expect(store.list({ realm: '', limit: 1 })).rejects.toMatchObject(refusal)
})

test('a file that cannot be opened is said, and no row is quoted', async () => {
  const store = sqliteStore(join(folder, 'no such folder', 'codes.sqlite'))
  await expect(store.list({ realm: '', limit: 1 })).rejects.toThrow('the database could not be opened')
  writeFileSync(join(folder, 'text.sqlite'), 'this is no database '.repeat(500))
  const other = sqliteStore(join(folder, 'text.sqlite'))
  await expect(other.list({ realm: '', limit: 1 })).rejects.toThrow('the database could not be opened')
})

test('what is asked while a commit is under way is committed together', async () => {
  const path = join(folder, 'group.sqlite')
  const store = sqliteStore(path)
  const keys = Array.from({ length: 400 }, (_, at) => ({
    realm: 'group',
    devEui: at.toString(16).padStart(16, '0').toUpperCase() as never,
  }))
  const reserved = await Promise.all(keys.map((key) => store.reserve(key, { leaseMs: 600_000, holder: '' })))
  expect(new Set(reserved.map(({ status }) => status))).toEqual(new Set(['reserved']))
  await store.close()
  expect((await store.reserve(keys[0]!, { leaseMs: 600_000, holder: '' })).status).toBe('taken')
  await store.close()
})
