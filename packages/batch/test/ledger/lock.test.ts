import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { jobFolder } from '../../src/ledger/folder.ts'
import { lockJob } from '../../src/ledger/lock.ts'
import { temporaryFolder } from '../../../disk/test/temporary.ts'

function folderLockedBy(pid: number | '') {
  const folder = jobFolder(temporaryFolder())
  mkdirSync(folder.hidden)
  writeFileSync(folder.lock, String(pid))
  return folder
}

test('a folder that another process works in is refused', () => {
  expect(() => lockJob(folderLockedBy(process.ppid))).toThrow(
    expect.objectContaining({ code: 'job-running' }),
  )
})

test('the lock of a process that is gone is taken over', () => {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  const folder = folderLockedBy(pid)
  const unlock = lockJob(folder)
  expect(existsSync(folder.lock)).toBe(true)
  unlock()
  expect(existsSync(folder.lock)).toBe(false)
})

test('a lock without a number belongs to a process that is about to write it, but not for long', () => {
  const folder = folderLockedBy('')
  expect(() => lockJob(folder)).toThrow(expect.objectContaining({ code: 'job-running' }))
  utimesSync(folder.lock, new Date(), new Date(Date.now() - 10_000))
  lockJob(folder)()
})

test('a lock has its owner in it from the first moment, and nothing else is left beside it', () => {
  const folder = jobFolder(temporaryFolder())
  mkdirSync(folder.hidden)
  const unlock = lockJob(folder)
  expect(readFileSync(folder.lock, 'utf8')).toBe(String(process.pid))
  expect(readdirSync(folder.hidden)).toEqual([basename(folder.lock)])
  unlock()
  expect(readdirSync(folder.hidden)).toEqual([])
})

test('who is kept out is told what to remove when nobody is in', () => {
  const folder = folderLockedBy(process.ppid)
  expect(() => lockJob(folder)).toThrow(folder.lock)
})
