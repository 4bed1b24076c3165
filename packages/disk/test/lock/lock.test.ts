import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { requireTool } from '../../../../test/tools.ts'
import { takeLock, type LockTimes } from '../../src/lock/lock.ts'
import { ownIdentity, type LockHolder } from '../../src/lock/process-identity.ts'
import { temporaryFolder } from '../temporary.ts'

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const isLinux = process.platform === 'linux'
/** Windows has none. */
const MODES = process.platform === 'win32' ? 0 : 0o777
/** A minute is a second here. */
const QUICK: LockTimes = { renew: 40, lease: 800, least: 300 }
const elsewhere = { ...ownIdentity(), host: 'another', boot: 'another-boot', pidNamespace: 'pid:[1]' }

function lockPath(): string {
  return join(temporaryFolder(), 'lock')
}

function lockOf(holder: Partial<LockHolder>, path = lockPath()): string {
  const whole: LockHolder = {
    ...ownIdentity(),
    since: '2026-01-01T00:00:00.000Z',
    random: 'abcdef',
    ...holder,
  }
  writeFileSync(path, JSON.stringify(whole))
  return path
}

function startedOf(pid: number): string {
  const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}

function running(child: ChildProcess): ChildProcess & { pid: number } {
  onTestFinished(() => void child.kill('SIGKILL'))
  return child as ChildProcess & { pid: number }
}

/** The output of a child, line by line, once it has ended. */
function saidBy(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    child.stdout?.on('data', (bytes: Buffer) => (said += bytes.toString()))
    child.stderr?.on('data', (bytes: Buffer) => (said += bytes.toString()))
    child.on('error', reject)
    child.on('close', () => resolve(said.trim()))
  })
}

/** Resolves when the child has written its first line. */
function speaks(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.stdout?.once('data', () => resolve()))
}

/** Whether the lock can be taken, and no file remains afterwards. */
async function isTaken(path: string): Promise<boolean> {
  const lock = await takeLock(path, { times: QUICK })
  lock.assertHeld()
  lock.release()
  return !existsSync(path)
}

const locked = expect.objectContaining({ code: 'locked' })

test('is held by one, says by whom, and leaves nothing behind', async () => {
  const path = lockPath()
  const lock = await takeLock(path, { now: () => new Date(0) })
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
    ...ownIdentity(),
    since: new Date(0).toISOString(),
  })
  expect(readdirSync(join(path, '..'))).toEqual(['lock'])
  expect(statSync(path).mode & 0o077 & MODES).toBe(0)
  await expect(takeLock(path)).rejects.toThrow(locked)
  await expect(takeLock(path)).rejects.toThrow(`Process ${process.pid} on ${ownIdentity().host}`)
  lock.release()
  lock.release()
  expect(readdirSync(join(path, '..'))).toEqual([])
})

test('one that was taken away or over is lost, and not released for its new holder', async () => {
  const path = lockPath()
  const first = await takeLock(path)
  first.assertHeld()
  rmSync(path)
  expect(() => first.assertHeld()).toThrow(expect.objectContaining({ code: 'lock-lost' }))
  const second = await takeLock(path)
  expect(() => first.assertHeld()).toThrow(expect.objectContaining({ code: 'lock-lost' }))
  first.release()
  second.assertHeld()
  second.release()
  expect(existsSync(path)).toBe(false)
})

describe.runIf(isLinux)('a holder that can be seen from here', () => {
  test('keeps others out while it runs', async () => {
    const { pid } = running(spawn('sleep', ['100']))
    await expect(takeLock(lockOf({ pid, started: startedOf(pid) }))).rejects.toThrow(locked)
  })

  test('keeps others out while it is stopped', async () => {
    const child = running(spawn('sleep', ['100']))
    child.kill('SIGSTOP')
    await expect(takeLock(lockOf({ pid: child.pid, started: startedOf(child.pid) }))).rejects.toThrow(locked)
  })

  test('is followed at once when it was killed', async () => {
    const path = lockPath()
    const child = running(spawn(process.execPath, [script('lock-child.mjs'), path, '60000']))
    await speaks(child)
    await expect(takeLock(path)).rejects.toThrow(locked)
    const ended = saidBy(child)
    child.kill('SIGKILL')
    await ended
    const lock = await takeLock(path)
    expect(readdirSync(join(path, '..'))).toEqual(['lock'])
    lock.release()
  })

  test('is followed when only its zombie is left', async () => {
    // The first process of this shell has ended, but its exit code is never read.
    const shell = running(spawn('sh', ['-c', 'sleep 0.05 & echo $!; exec sleep 100']))
    const pid = await new Promise<number>((resolve) =>
      shell.stdout?.once('data', (bytes: Buffer) => resolve(Number(bytes.toString()))),
    )
    const started = startedOf(pid)
    while (!readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') Z ')) await sleep(5)
    expect(await isTaken(lockOf({ pid, started }))).toBe(true)
  })

  test.each([
    ['whose number another process has now', { started: '1' }],
    ['whose number was never given', { pid: 4_194_305 }],
  ])('is followed, one %s', async (_, holder) => {
    expect(await isTaken(lockOf(holder))).toBe(true)
  })

  test('is that of an earlier version, with its number alone', async () => {
    const path = lockPath()
    writeFileSync(path, String(process.ppid))
    await expect(takeLock(path)).rejects.toThrow(locked)
    for (const dead of ['999999999', String(process.pid)]) {
      writeFileSync(path, dead)
      const lock = await takeLock(path)
      lock.release()
    }
  })
})

describe('a holder in another container or on another machine', () => {
  test('keeps others out while it is heard of, wherever the clocks stand', async () => {
    const path = lockPath()
    const lock = await takeLock(path, { identity: elsewhere, times: QUICK })
    for (const seconds of [0, -86_400, 86_400]) {
      const at = new Date(Date.now() + seconds * 1000)
      utimesSync(path, at, at)
      const waited: unknown[] = []
      const second = takeLock(path, { times: QUICK, onWait: (holder) => waited.push(holder?.host) })
      await expect(second).rejects.toThrow(locked)
      expect(waited).toEqual(['another'])
    }
    lock.assertHeld()
    lock.release()
  })

  test.each([
    ['now', 0],
    ['long ago', -86_400],
    ['in a time to come', 86_400],
  ])('is followed when it is not heard of any more, last %s', async (_, seconds) => {
    const path = lockOf(elsewhere)
    const at = new Date(Date.now() + seconds * 1000)
    utimesSync(path, at, at)
    const begun = performance.now()
    const lock = await takeLock(path, { times: QUICK })
    expect(performance.now() - begun).toBeGreaterThanOrEqual(QUICK.least)
    lock.release()
  })

  test('is on the same machine, but its numbers mean nothing here', async () => {
    const path = lockOf({ ...ownIdentity(), pidNamespace: 'pid:[1]', pid: 1 })
    const waited: unknown[] = []
    const lock = await takeLock(path, { times: QUICK, onWait: () => waited.push(1) })
    expect(waited).toHaveLength(isLinux ? 1 : 0)
    lock.release()
  })

  test('need not be waited for to the end', async () => {
    const path = lockOf(elsewhere)
    const stop = new AbortController()
    const waiting = takeLock(path, { signal: stop.signal, onWait: () => stop.abort() })
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
    expect(readdirSync(join(path, '..'))).toEqual(['lock'])
  })

  test('that comes back after it was given up finds out before it writes', async () => {
    const path = lockPath()
    // It never renews its lock, as on a machine that is suspended.
    const asleep = await takeLock(path, { identity: elsewhere, times: { ...QUICK, renew: 1e9 } })
    const lock = await takeLock(path, { times: QUICK })
    expect(() => asleep.assertHeld()).toThrow(expect.objectContaining({ code: 'lock-lost' }))
    asleep.release()
    lock.assertHeld()
    lock.release()
  })

  test('wrote a lock that cannot be read', async () => {
    for (const content of ['', 'x', '{"host":1}', `{"host":"a","pid":1,"since":"","random":"../.."}`]) {
      const path = lockPath()
      writeFileSync(path, content)
      expect(await isTaken(path)).toBe(true)
    }
  })
})

test('what is left of those that were killed while they took it is taken away', async () => {
  const path = lockPath()
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  lockOf({ pid, random: 'one' }, `${path}.one`)
  lockOf({ pid, random: 'two' }, `${path}.dead-gone`)
  lockOf({ random: 'three' }, `${path}.three`)
  const lock = await takeLock(path)
  expect(readdirSync(join(path, '..')).sort()).toEqual(['lock', 'lock.three'])
  lock.release()
})

test.runIf(isLinux)('the right to remove a dead lock passes on when its holder was killed', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  const path = lockOf({ pid, random: 'first' })
  lockOf({ pid, random: 'second' }, `${path}.dead-first`)
  lockOf({ pid, random: 'third' }, `${path}.dead-first.dead-second`)
  const lock = await takeLock(path)
  expect(readdirSync(join(path, '..'))).toEqual(['lock'])
  lock.release()
})

test.runIf(isLinux)(
  'of twenty processes exactly one is in, over and over, though some are killed inside',
  async () => {
    const path = lockPath()
    const children = Array.from({ length: 20 }, () =>
      running(spawn(process.execPath, [script('lock-contender.mjs'), path, '15'])),
    )
    const said = await Promise.all(children.map(saidBy))
    const killed = children.filter(({ signalCode }) => signalCode === 'SIGKILL')
    expect(said.filter((text) => text !== '15' && text !== '')).toEqual([])
    expect(said.filter((text) => text === '15')).toHaveLength(20 - killed.length)
    const lock = await takeLock(path)
    lock.release()
    expect(readdirSync(join(path, '..'))).toEqual([])
  },
)

const hasStrace = isLinux && requireTool('strace')

/** A dead lock, and a process that is held up at a call while it takes it; another one comes meanwhile. */
async function heldUpAt(inject: string): Promise<readonly string[]> {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  const path = lockOf({ pid, started: '1' })
  const args = [
    '-f',
    '-qq',
    '-o',
    '/dev/null',
    '-e',
    `trace=${inject.split(':')[0]}`,
    '-e',
    `inject=${inject}`,
  ]
  const slow = running(spawn('strace', [...args, process.execPath, script('lock-child.mjs'), path, '60000']))
  const slowSaid = firstWordOf(slow)
  // It is held up once its draft lies there.
  while (!readdirSync(join(path, '..')).some((name) => name.startsWith('lock.')) && slow.exitCode === null)
    await sleep(5)
  if (slow.exitCode !== null) throw new Error(await slowSaid)
  await sleep(300)
  const quick = running(spawn(process.execPath, [script('lock-child.mjs'), path, '60000']))
  return Promise.all([slowSaid, firstWordOf(quick)])
}

/** The first line of a child, while it goes on. */
function firstWordOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.stdout?.once('data', (bytes: Buffer) => resolve(bytes.toString().trim()))
    child.once('close', (code) => resolve(`ended with ${code}`))
  })
}

test.skipIf(!hasStrace)(
  'a process that is held up between seeing a dead lock and removing it removes no other',
  async () => {
    // Before it has the right to remove it, and before it does. Which of them gets it depends on how busy the machine
    // is; both never do.
    for (const inject of ['link:delay_enter=2500000:when=2', 'rename:delay_enter=2500000:when=1'])
      expect([...(await heldUpAt(inject))].sort()).toEqual(['locked', 'taken'])
  },
)

const canUnshare =
  isLinux &&
  process.getuid?.() === 0 &&
  requireTool('unshare') &&
  spawnSync('unshare', ['-pf', '--mount-proc', 'true']).status === 0

test.runIf(canUnshare)('of two containers with one folder, each with a process 1, one is in', async () => {
  const path = lockPath()
  const times = JSON.stringify({ renew: 100, lease: 4000, least: 1000 })
  const contained = (hold: string) =>
    running(
      spawn('unshare', [
        '-pf',
        '--mount-proc',
        '--kill-child',
        process.execPath,
        script('lock-child.mjs'),
        path,
        hold,
        times,
      ]),
    )
  const first = contained('2000')
  await speaks(first)
  const firstSaid = saidBy(first)
  expect(await saidBy(contained('0'))).toBe('locked')
  expect(await firstSaid).toBe('kept')
  // A killed process is followed when its lock was not renewed for long enough.
  const killed = contained('60000')
  await speaks(killed)
  const ended = saidBy(killed)
  killed.kill('SIGKILL')
  await ended
  expect(await saidBy(contained('0'))).toBe('taken\nkept')
})

test('a folder that is not there, and a link in the place of the lock, are said as they are', async () => {
  await expect(takeLock(join(temporaryFolder(), 'missing', 'lock'))).rejects.toMatchObject({ code: 'ENOENT' })
  const path = lockPath()
  mkdirSync(path)
  await expect(takeLock(path)).rejects.toMatchObject({ code: 'not-a-file' })
  expect(readdirSync(join(path, '..'))).toEqual(['lock'])
})

describe('with patience', () => {
  test('waits for a holder that is alive', async () => {
    const path = lockPath()
    const first = await takeLock(path)
    const second = takeLock(path, { patienceMs: 60_000 })
    // It looks again and again, and takes the lock when the first one is given up.
    await expect(Promise.race([second, sleep(60).then(() => 'waits')])).resolves.toBe('waits')
    first.assertHeld()
    first.release()
    const lock = await second
    lock.assertHeld()
    lock.release()
    expect(existsSync(path)).toBe(false)
  })

  test('has an end, and leaves nothing behind', async () => {
    const path = lockPath()
    const first = await takeLock(path)
    await expect(takeLock(path, { patienceMs: 20 })).rejects.toThrow(locked)
    const reason = new Error('stopped')
    const stopped = takeLock(path, { patienceMs: 60_000, signal: AbortSignal.abort(reason) })
    await expect(stopped).rejects.toBe(reason)
    first.release()
    expect(readdirSync(join(path, '..'))).toEqual([])
  })
})
