import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { jobFolder } from '../../src/job/folder.ts'
import { lockJob } from '../../src/job/lock.ts'
import { temporaryFolder } from '../temporary.ts'

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

test('who is kept out is told what to remove when nobody is in', () => {
  const folder = folderLockedBy(process.ppid)
  expect(() => lockJob(folder)).toThrow(folder.lock)
})
