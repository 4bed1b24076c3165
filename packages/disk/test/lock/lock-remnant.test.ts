import { isLockRemnant } from '@claimtag/disk'
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { takeLock, type LockTimes } from '../../src/lock/lock.ts'
import { ownIdentity } from '../../src/lock/process-identity.ts'
import { temporaryFolder } from '../temporary.ts'

/** A minute is a tenth of a second here. */
const QUICK: LockTimes = { renew: 1000, lease: 100, least: 50 }

/** A lock of a process that ended before this one began. */
function deadLock(random: string): string {
  return JSON.stringify({ ...ownIdentity(), started: 'before', since: '', random })
}

/** The names that files of a folder get from now on: each is there for a moment, in which the process may be killed. */
function namesFromNowOn(folder: string): ReadonlySet<string> {
  const names = new Set<string>()
  const { linkSync, openSync, renameSync } = fs
  const noted = (path: unknown): void => {
    if (dirname(String(path)) === folder) names.add(basename(String(path)))
  }
  fs.linkSync = (from, to) => (noted(to), linkSync(from, to))
  fs.renameSync = (from, to) => (noted(to), renameSync(from, to))
  fs.openSync = (path, ...rest) => (noted(path), openSync(path, ...rest))
  syncBuiltinESMExports()
  onTestFinished(() => {
    Object.assign(fs, { linkSync, openSync, renameSync })
    syncBuiltinESMExports()
  })
  return names
}

test('every file that a lock makes beside itself is known to be one of its own', async () => {
  const folder = temporaryFolder()
  const path = join(folder, 'lock')
  const names = namesFromNowOn(folder)
  const free = await takeLock(path, { times: QUICK })
  free.release()
  fs.writeFileSync(path, deadLock('dead'))
  const dead = await takeLock(path, { times: QUICK })
  dead.release()
  // The process that removed a dead lock was killed as well.
  fs.writeFileSync(path, deadLock('pid4711'))
  fs.writeFileSync(`${path}.dead-pid4711`, deadLock('b'.repeat(24)))
  const both = await takeLock(path, { times: QUICK })
  both.release()
  fs.writeFileSync(path, '')
  const unread = await takeLock(path, { times: QUICK })
  unread.release()

  names.forEach((name) =>
    expect([name, name === 'lock' || isLockRemnant(name, 'lock')]).toEqual([name, true]),
  )
  const kinds = [...names].map((name) => name.replace(/\b[\da-f]{24}\b/g, 'RANDOM'))
  expect([...new Set(kinds)].sort()).toEqual([
    'lock',
    'lock.RANDOM',
    'lock.dead-dead',
    'lock.dead-pid4711',
    'lock.dead-pid4711.dead-RANDOM',
    'lock.dead-pid4711.gone-RANDOM',
    'lock.dead-unread-0',
    'lock.gone-RANDOM',
    'lock.gone-dead',
    'lock.gone-pid4711',
    'lock.gone-unread-0',
  ])
})

test.each([
  'lock',
  'lock.',
  'lock.csv',
  'lock.gone-',
  'lock.dead-a.csv',
  'locks.0123456789abcdef01234567',
  'x',
])('%s is none', (name) => {
  expect(isLockRemnant(name, 'lock')).toBe(false)
})
