import { execFileSync, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { ownIdentity } from '../src/lock/process-identity.ts'
import { spool, spoolOf } from '../src/spool.ts'
import { createTemporaryFile } from '../src/temporary.ts'
import { temporaryFolder } from './temporary.ts'

const isLinux = process.platform === 'linux'
const isRoot = process.getuid?.() === 0

function inFolderOfItsOwn(): string {
  const folder = temporaryFolder()
  vi.stubEnv('TMPDIR', folder)
  onTestFinished(() => void vi.unstubAllEnvs())
  return folder
}

describe.skipIf(process.platform === 'win32')('a copy of the input', () => {
  test('is private, and gone after the job', async () => {
    const folder = inFolderOfItsOwn()
    const { path, dispose } = await spool(Readable.from(['devEui,', 'ownerToken']))
    expect(readFileSync(path, 'utf8')).toBe('devEui,ownerToken')
    expect(readFileSync(path, 'utf8')).toBe('devEui,ownerToken')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    dispose()
    dispose()
    expect(readdirSync(folder)).toEqual([])
  })

  test('is gone when the source breaks off, which is said as what it is', async () => {
    const folder = inFolderOfItsOwn()
    const source = new Readable({
      read() {
        this.destroy(Object.assign(new Error('gone'), { code: 'ECONNRESET', syscall: 'read' }))
      },
    })
    await expect(spool(source)).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(readdirSync(folder)).toEqual([])
  })

  test('that finds no folder, or one that is closed, is no fault of the input', async () => {
    const folder = inFolderOfItsOwn()
    vi.stubEnv('TMPDIR', join(folder, 'missing'))
    await expect(spool(Readable.from(['x']))).rejects.toMatchObject({
      code: 'temporary-failed',
      issue: { path: join(folder, 'missing'), detail: 'ENOENT' },
    })
    if (isRoot) return
    chmodSync(folder, 0o500)
    vi.stubEnv('TMPDIR', folder)
    await expect(spool(Readable.from(['x']))).rejects.toMatchObject({ code: 'temporary-failed' })
  })

  test.runIf(isLinux)('is written and read by threads', async () => {
    inFolderOfItsOwn()
    const file = await spoolOf(
      (path) =>
        new Promise((resolve, reject) => {
          const code = `require('node:fs').writeFileSync(require('node:worker_threads').workerData, 'from a thread', { flag: 'r+' })`
          const worker = new Worker(code, { eval: true, workerData: path })
          worker.once('exit', () => resolve())
          worker.once('error', reject)
        }),
    )
    expect(readFileSync(file.path, 'utf8')).toBe('from a thread')
    file.dispose()
  })

  test.runIf(isLinux)('leaves nothing, whatever ends the process', async () => {
    const folder = temporaryFolder()
    const child = spawn(process.execPath, [fileURLToPath(new URL('spool-child.mjs', import.meta.url))], {
      env: { ...process.env, TMPDIR: folder },
    })
    await new Promise((resolve) => child.stdout.once('data', resolve))
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('close', resolve))
    expect(readdirSync(folder)).toEqual([])
  })
})

const day = 25 * 3600 * 1000

function leftBefore(pid: number, folder: string, host = hostname()): string {
  const path = join(folder, `claimtag-spool-${host}-${pid}-AbC123`)
  mkdirSync(path)
  writeFileSync(join(path, 'input'), 'devEui,ownerToken')
  return path
}

function left(folder: string, name: string, owner: object | undefined, ageMs = 0): string {
  const path = join(folder, `claimtag-temporary-${name}`)
  mkdirSync(path)
  writeFileSync(join(path, 'file'), 'token')
  const at = new Date(Date.now() - ageMs)
  if (owner !== undefined) {
    writeFileSync(join(path, 'owner'), JSON.stringify({ ...owner, since: '', random: 'abc' }))
    utimesSync(join(path, 'owner'), at, at)
  }
  utimesSync(path, at, at)
  return path
}

function swept(folder: string): readonly string[] {
  vi.stubEnv('TMPDIR', folder)
  const { dispose } = createTemporaryFile({ hasName: true })
  dispose()
  return readdirSync(folder)
    .map((name) => name.replace('claimtag-temporary-', ''))
    .sort()
}

describe.skipIf(process.platform === 'win32')('what is left of processes that were killed', () => {
  test('is taken away by the next, when they are gone or silent for a day', () => {
    const folder = inFolderOfItsOwn()
    const { pid: gone } = spawnSync(process.execPath, ['-e', ''])
    const here = ownIdentity()
    const container = { ...here, host: 'container', pidNamespace: 'pid:[1]', pid: 1 }
    left(folder, 'killed', { ...here, pid: gone })
    left(folder, 'number given again', { ...here, started: '1' })
    left(folder, 'old container', container, day)
    left(folder, 'old and unreadable', undefined, day)
    left(folder, 'running', here, day)
    left(folder, 'container', container)
    left(folder, 'just begun', undefined)
    mkdirSync(join(folder, 'claimtag-work'))
    writeFileSync(join(folder, 'claimtag-temporary-notes.txt'), '')
    // Elsewhere than on Linux the owners made up here cannot be compared.
    const expected = ['claimtag-work', 'container', 'just begun', 'notes.txt', 'running']
    const found = swept(folder).filter((name) => isLinux || expected.includes(name))
    expect(found).toEqual(expected)
  })

  test('of an earlier version is known by its name', () => {
    const folder = inFolderOfItsOwn()
    const { pid: gone } = spawnSync(process.execPath, ['-e', ''])
    const orphan = leftBefore(gone, folder)
    const [parents, others, old] = [
      leftBefore(process.ppid, folder),
      leftBefore(gone, folder, 'another-host'),
      leftBefore(gone, folder, 'old-host'),
    ]
    const at = new Date(Date.now() - day)
    utimesSync(old, at, at)
    swept(folder)
    expect([orphan, parents, others, old].map((path) => existsSync(path))).toEqual([false, true, true, false])
  })

  test('is no link, and what it leads to stays', () => {
    const folder = inFolderOfItsOwn()
    const other = left(temporaryFolder(), 'precious', undefined, day)
    symlinkSync(other, join(folder, 'claimtag-temporary-link'))
    swept(folder)
    expect(lstatSync(join(folder, 'claimtag-temporary-link')).isSymbolicLink()).toBe(true)
    expect(readFileSync(join(other, 'file'), 'utf8')).toBe('token')
  })

  test('lies in a folder that only its owner may enter, with who that is', () => {
    inFolderOfItsOwn()
    const { path, dispose } = createTemporaryFile({ hasName: true })
    expect([statSync(path).mode & 0o777, statSync(dirname(path)).mode & 0o777]).toEqual([0o600, 0o700])
    expect(JSON.parse(readFileSync(join(dirname(path), 'owner'), 'utf8'))).toMatchObject({ pid: process.pid })
    dispose()
    expect(existsSync(dirname(path))).toBe(false)
  })
})

test.runIf(isLinux && isRoot)('a full disk while the input is copied is said as that', async () => {
  const folder = temporaryFolder()
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]).status !== 0) return
  onTestFinished(() => void execFileSync('umount', [folder]))
  vi.stubEnv('TMPDIR', folder)
  onTestFinished(() => void vi.unstubAllEnvs())
  const source = Readable.from(Array.from({ length: 100 }, () => Buffer.alloc(4096)))
  await expect(spool(source)).rejects.toMatchObject({ code: 'temporary-failed', issue: { detail: 'ENOSPC' } })
})
