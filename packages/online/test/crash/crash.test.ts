import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { thingpark } from '@claimtag/core'
import { createIssuer, plaintext, randomTokens } from '@claimtag/online'
import { sqliteStore } from '@claimtag/online/sqlite'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { prepareDatabase } from '../../src/sqlite/prepare-database.ts'
import { killRounds } from './kill-rounds.mjs'
import { upstreamRounds } from './upstream-rounds.mjs'

const folder = mkdtempSync(join(tmpdir(), 'claimtag-crash-'))
afterAll(() => rmSync(folder, { recursive: true }))

const tokens = randomTokens((bytes) => crypto.getRandomValues(bytes))

function deviceOf(number: number) {
  return { devEui: number.toString(16).padStart(16, '0').toUpperCase(), joinEui: '70B3D57ED0000002' }
}

describe('processes that are killed while they issue', () => {
  test('lose nothing that was acknowledged, and give one code to each device', async () => {
    const path = join(folder, 'killed.sqlite')
    const { acknowledged, missing, contradictions } = await killRounds({ spec: `sqlite:${path}`, rounds: 3 })
    expect({ missing, contradictions }).toEqual({ missing: 0, contradictions: 0 })
    expect(acknowledged).toBeGreaterThan(20)
    const database = await prepareDatabase(path)
    expect(database.prepare('PRAGMA integrity_check').all({})).toEqual([{ integrity_check: 'ok' }])
    database.close()
  })

  test('are found out when their store forgets', async () => {
    const { missing } = await killRounds({ spec: 'memory:', rounds: 1 })
    expect(missing).toBeGreaterThan(0)
  })
})

test('a server that mints a new token each time, and loses answers: every difference is named', async () => {
  const found = await upstreamRounds({ spec: `sqlite:${join(folder, 'upstream.sqlite')}`, devices: 60 })
  expect(found).toMatchObject({ issued: 60, unnamed: 0, wronglyNamed: 0 })
  expect(found.minted).toBeGreaterThanOrEqual(60)
})

const canMount =
  process.platform === 'linux' && process.getuid?.() === 0 && spawnSync('mount', ['--version']).status === 0

test.runIf(canMount)('a full disk loses nothing, is said, and work goes on when there is room', async () => {
  const disk = join(folder, 'disk')
  mkdirSync(disk)
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', disk])
  // A container may forbid it, also to root.
  if (mounted.status !== 0) return
  onTestFinished(() => void spawnSync('umount', [disk]))
  const store = sqliteStore(join(disk, 'codes.sqlite'))
  const issuer = createIssuer({ format: thingpark, tokens, store, sealer: plaintext })
  const said = new Map<number, string>()
  let refused: unknown
  for (let from = 1; refused === undefined && from < 60_000; from += 500) {
    const some = Array.from({ length: 500 }, (_, at) => from + at)
    const all = await Promise.allSettled(some.map((number) => issuer.issue(deviceOf(number))))
    for (const [at, one] of all.entries()) {
      if (one.status === 'fulfilled') said.set(some[at]!, one.value.text)
      else refused = one.reason
    }
  }
  expect(refused).toMatchObject({ issue: { code: 'store-failed', retryable: true } })
  expect(said.size).toBeGreaterThan(500)
  const again = await Promise.all(
    [...said.keys()].map((number) => store.find({ realm: '', devEui: deviceOf(number).devEui as never })),
  )
  expect(again.filter((code) => code === undefined)).toEqual([])
  expect(spawnSync('mount', ['-o', 'remount,size=60m', disk]).status).toBe(0)
  expect((await issuer.issue(deviceOf(59_999))).isNew).toBe(true)
  for (const [number, text] of [...said].slice(-50))
    expect((await issuer.issue(deviceOf(number))).text).toBe(text)
  await store.close()
})
