import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { storeContract } from '@claimtag/online/contract'
import { embeddedQueue, embeddedStates, embeddedStore } from '@claimtag/online/embedded'
import type { EmbeddedDatabase } from '@claimtag/online/embedded'
import type { ProvisioningQueue } from '@claimtag/provisioning/queue'
import { queueContract, ratesContract } from '@claimtag/provisioning/queue-contract'
import { parseState } from '@claimtag/provisioning/schema'
import { storeContract as stateContract } from '@claimtag/provisioning/store-contract'
import { afterAll, describe, expect, test } from 'vitest'
import { findDriver } from '../../src/sqlite/open-database.ts'
import type { Database } from '../../src/sqlite/open-database.ts'

const folder = mkdtempSync(join(tmpdir(), 'claimtag-embedded-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A driver of this machine in the shape that hosts have; bytes come as they do from a Durable Object. */
function hosted(database: Database): EmbeddedDatabase {
  return {
    all: (sql, values) =>
      database
        .prepare(sql)
        .all(Object.fromEntries(values.map((value, at) => [String(at + 1), value])))
        .map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, buffer(value)]))),
    transaction(work) {
      database.exec('BEGIN IMMEDIATE')
      try {
        const done = work()
        database.exec('COMMIT')
        return done
      } catch (error) {
        database.exec('ROLLBACK')
        throw error
      }
    },
  }
}

function buffer(value: unknown): unknown {
  return ArrayBuffer.isView(value) ? Uint8Array.from(value as Uint8Array).buffer : value
}

const open = await findDriver()

describe('the contract holds for a database that a host opens', () => {
  const database = open(join(folder, 'codes.sqlite'))
  // What is durable is the host's affair, and a commit for each operation takes long.
  database.exec('PRAGMA synchronous = OFF')
  const store = embeddedStore(hosted(database))
  test.each(storeContract(() => store))('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
})

describe('the contract of provisioning holds for states in it', () => {
  const database = open(join(folder, 'states.sqlite'))
  database.exec('PRAGMA synchronous = OFF')
  const stateStore = (realm: string) => embeddedStates(hosted(database), { realm, parse: parseState })
  test.each(stateContract(stateStore, { hasRealms: true }))('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
})

describe('the contracts of provisioning hold for a queue in it', () => {
  const database = open(join(folder, 'queue.sqlite'))
  database.exec('PRAGMA synchronous = OFF')
  const queue = (realm: string): ProvisioningQueue => embeddedQueue(hosted(database), { realm })
  const rates = (realm: string) => embeddedQueue(hosted(database), { realm }).rates
  test.each([...queueContract(queue), ...ratesContract(rates)])('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
})

test('codes are there when it is opened again, and a database of newer software is refused', async () => {
  const path = join(folder, 'again.sqlite')
  const key = { realm: '', devEui: '70B3D57ED00A0004' as never }
  const store = embeddedStore(hosted(open(path)))
  expect((await store.reserve(key, { leaseMs: 60_000, holder: '' })).status).toBe('reserved')
  const database = open(path)
  expect((await embeddedStore(hosted(database)).reserve(key, { leaseMs: 60_000, holder: '' })).status).toBe(
    'taken',
  )
  database.exec('UPDATE claimtag_schema SET version = 99')
  expect(() => embeddedStore(hosted(database))).toThrow(
    expect.objectContaining({ issue: expect.objectContaining({ code: 'database-too-new', version: 99 }) }),
  )
})
