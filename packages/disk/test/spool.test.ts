import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, onTestFinished, test, vi } from 'vitest'
import { spool } from '../src/spool.ts'
import { temporaryFolder } from './temporary.ts'

function inFolderOfItsOwn(): string {
  const folder = temporaryFolder()
  vi.stubEnv('TMPDIR', folder)
  onTestFinished(() => void vi.unstubAllEnvs())
  return folder
}

function leftBy(pid: number, folder: string, host = hostname()): string {
  const left = join(folder, `claimtag-spool-${host}-${pid}-AbC123`)
  mkdirSync(left)
  writeFileSync(join(left, 'input'), 'devEui,ownerToken')
  return left
}

test.skipIf(process.platform === 'win32')(
  'a copy of the input is private, and gone after the job',
  async () => {
    inFolderOfItsOwn()
    const { path, dispose } = await spool(Readable.from(['devEui,', 'ownerToken']))
    expect(readFileSync(path, 'utf8')).toBe('devEui,ownerToken')
    expect([statSync(path).mode & 0o777, statSync(dirname(path)).mode & 0o777]).toEqual([0o600, 0o700])
    await dispose()
    expect(existsSync(dirname(path))).toBe(false)
    vi.unstubAllEnvs()
  },
)

test.skipIf(process.platform === 'win32')(
  'a copy whose process was killed is swept away by the next',
  async () => {
    const folder = inFolderOfItsOwn()
    const { pid: gone } = spawnSync(process.execPath, ['-e', ''])
    const orphan = leftBy(gone, folder)
    const [ours, parents] = [leftBy(process.pid, folder), leftBy(process.ppid, folder)]
    const { dispose } = await spool(Readable.from(['x']))
    expect([orphan, ours, parents].map((path) => existsSync(path))).toEqual([false, true, true])
    await dispose()
    vi.unstubAllEnvs()
  },
)
