import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { jobFolder } from '../../src/ledger/folder.ts'
import { lockJob } from '../../src/ledger/lock.ts'
import { temporaryFolder } from '../../../disk/test/temporary.ts'

function lockedFolder(pid?: number) {
  const folder = jobFolder(temporaryFolder())
  mkdirSync(folder.hidden)
  if (pid !== undefined) writeFileSync(folder.lock, String(pid))
  return folder
}

test('a folder that another process works in is refused, with who it is and what to remove when it is not', async () => {
  const folder = lockedFolder(process.ppid)
  const locking = lockJob(folder)
  await expect(locking).rejects.toMatchObject({ code: 'job-running', issue: { path: folder.out } })
  await expect(locking).rejects.toThrow(folder.lock)
  await expect(locking).rejects.toThrow(`Process ${process.ppid} on `)
})

test('two jobs of one process in one folder are two', async () => {
  const folder = lockedFolder()
  const lock = await lockJob(folder)
  await expect(lockJob(folder)).rejects.toMatchObject({ code: 'job-running' })
  lock.release()
})

test('the lock of a process that is gone is taken over', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  const folder = lockedFolder(pid)
  const lock = await lockJob(folder)
  lock.assertHeld()
  lock.release()
  expect(readdirSync(folder.hidden)).toEqual([])
})

test('whoever has lost the folder finds out before anything is written', async () => {
  const folder = lockedFolder()
  const lock = await lockJob(folder)
  rmSync(folder.lock)
  expect(() => lock.assertHeld()).toThrow(expect.objectContaining({ code: 'job-taken-over' }))
  const other = await lockJob(folder)
  lock.release()
  other.assertHeld()
  other.release()
})
