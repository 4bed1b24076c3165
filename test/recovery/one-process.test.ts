import { startPrinter } from 'claimtag-example-factory-line'
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { requireTool } from '../tools.ts'

// Work that must be done once is done by one process, whatever machine or container the others are in; and the files
// that a killed process leaves.

const command = fileURLToPath(new URL('../../packages/cli/bin/claimtag.js', import.meta.url))
const isLinux = process.platform === 'linux'
const isRoot = process.getuid?.() === 0
const CONTAINER = ['unshare', '-pf', '--mount-proc', '--kill-child']
const canUnshare =
  isLinux &&
  isRoot &&
  requireTool('unshare') &&
  spawnSync('unshare', ['-pf', '--mount-proc', 'true']).status === 0
const hasStrace = isLinux && requireTool('strace')

const LABELS = 1500
let place = ''
let devices = ''
let few = ''
/** More of them than files may be open. */
let many = ''
const MANY = 600

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'claimtag-one-process-'))
  const rows = Array.from({ length: LABELS }, (_, i) => {
    const devEui = (0x70b3d57ed0500000n + BigInt(i)).toString(16)
    return `${devEui},70B3D57ED0000001,${Buffer.from(`token of ${devEui}`).toString('base64')}\n`
  })
  const file = (name: string, count: number): string => {
    writeFileSync(join(place, name), `devEui,appEui,ownerToken\n${rows.slice(0, count).join('')}`)
    return join(place, name)
  }
  devices = file('devices.csv', LABELS)
  few = file('few.csv', 60)
  many = file('many.csv', MANY)
  return () => rmSync(place, { recursive: true, force: true })
})

interface Started {
  readonly child: ChildProcess
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>
  /** Resolves when it has written this to stderr, or has ended. */
  said(text: string): Promise<void>
}

function start(args: readonly string[], { within = [] as readonly string[], env = {} } = {}): Started {
  const [program = '', ...rest] = [...within, process.execPath, command, ...args]
  const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
  onTestFinished(() => void child.kill('SIGKILL'))
  let stderr = ''
  const waiting: (() => void)[] = []
  child.stdout.resume()
  child.stderr.on('data', (bytes: Buffer) => {
    stderr += bytes.toString()
    for (const look of waiting) look()
  })
  const ended = new Promise<{ readonly code: number | null; readonly stderr: string }>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stderr }))
  })
  const said = (text: string): Promise<void> =>
    Promise.race([
      new Promise<void>((resolve) => {
        const look = (): void => void (stderr.includes(text) && resolve())
        waiting.push(look)
        look()
      }),
      ended.then(() => undefined),
    ])
  return { child, ended, said }
}

const folder = (): string => join(mkdtempSync(join(place, 'out-')), 'labels')
const claimtag = (...args: readonly string[]) => start(args).ended

describe.runIf(canUnshare)('two containers that share a folder, each with a process 1', () => {
  test('label it once', async () => {
    const out = folder()
    const args = [
      'generate',
      devices,
      '--out',
      out,
      '--as',
      'zpl',
      '--workers',
      '0',
      '--chunk',
      '20',
      '--json',
    ]
    const first = start(args, { within: CONTAINER })
    await first.said('"progress"')
    const second = await start(args, { within: CONTAINER }).ended
    // It may have waited until the first one was done; then nothing was left to do.
    const nothingLeft = `{"type":"resumed","labels":${LABELS},"total":${LABELS}}`
    expect([0, 2]).toContain(second.code)
    expect(second.stderr).toContain(second.code === 0 ? nothingLeft : 'job-running')
    expect(await first.ended).toMatchObject({ code: 0 })
    expect(await claimtag('verify', out)).toMatchObject({ code: 0 })
    expect(readdirSync(join(out, '.claimtag')).filter((name) => name.startsWith('lock'))).toEqual([])
  })

  test('print it once', async () => {
    const out = folder()
    expect(await claimtag('generate', few, '--out', out, '--as', 'zpl')).toMatchObject({ code: 0 })
    const labels: unknown[] = []
    const printer = await startPrinter({ msPerLabel: 100, onLabel: (label) => labels.push(label) })
    onTestFinished(() => printer.close())
    const args = ['print', out, '--to', printer.url]
    const first = start(args, { within: CONTAINER })
    while (labels.length === 0) await sleep(10)
    const second = await start(args, { within: CONTAINER }).ended
    expect(second.code).toBe(2)
    expect(second.stderr).toMatch(/Process 1 on .* is working in /)
    expect(await first.ended).toMatchObject({ code: 0 })
    expect([labels.length, printer.printed, printer.connections]).toEqual([60, 60, 1])
  })
})

test.skipIf(!hasStrace)(
  'a process that is held up while it takes over a dead lock does not take that of another',
  async () => {
    const out = folder()
    mkdirSync(join(out, '.claimtag'), { recursive: true })
    writeFileSync(join(out, '.claimtag', 'lock'), '999999999')
    const args = ['generate', devices, '--out', out, '--as', 'zpl', '--workers', '0', '--json']
    const trace = ['strace', '-f', '-qq', '-o', '/dev/null', '-e', 'trace=link']
    const slow = start(args, { within: [...trace, '-e', 'inject=link:delay_enter=3000000:when=2'] })
    const isTaking = (): boolean =>
      readdirSync(join(out, '.claimtag')).some((name) => name.startsWith('lock.')) ||
      slow.child.exitCode !== null
    while (!isTaking()) await sleep(10)
    await sleep(200)
    const quick = start(args)
    const codes = [(await slow.ended).code, (await quick.ended).code]
    // A later process finds it locked, or done.
    expect(codes).toContain(0)
    expect(await claimtag('verify', out)).toMatchObject({ code: 0 })
    const journal = readFileSync(join(out, '.claimtag', 'journal.ndjson'), 'utf8')
      .trimEnd()
      .split('\n')
    const nexts = journal.map((line) => (JSON.parse(line) as { readonly next: number }).next)
    expect(nexts).toEqual([...new Set(nexts)].sort((a, b) => a - b))
  },
)

describe.runIf(isLinux)('of a stream nothing is left in the folder for temporary files', () => {
  test.each<NodeJS.Signals>(['SIGKILL', 'SIGHUP', 'SIGTERM', 'SIGINT'])('after %s', async (signal) => {
    const temporary = mkdtempSync(join(place, 'temporary-'))
    const input = spawn('cat', [devices])
    const child = spawn(process.execPath, [command, 'generate', '-', '--out', '-', '--as', 'zpl'], {
      env: { ...process.env, TMPDIR: temporary },
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    input.stdout.pipe(child.stdin)
    child.stdin.on('error', () => undefined)
    // The reader takes the first bytes, and then no more.
    await new Promise<void>((resolve) => child.stdout.once('data', () => resolve()))
    child.stdout.pause()
    child.kill(signal)
    const closed = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    await sleep(100)
    child.stdout.destroy()
    child.stderr.destroy()
    await closed
    expect(readdirSync(temporary)).toEqual([])
  })
})

test.each([
  ['is not there', 'missing'],
  ['is a file', 'devices.csv'],
])('a folder for temporary files that %s is exit code 5, with its name', async (_, name) => {
  const out = folder()
  const child = spawnSync(process.execPath, [command, 'generate', '-', '--out', out], {
    input: 'devEui,appEui,ownerToken\n',
    env: { ...process.env, TMPDIR: join(place, name) },
  })
  expect([child.status, existsSync(out)]).toEqual([5, false])
  expect(child.stderr.toString()).toContain(`No temporary file can be written in ${join(place, name)}`)
})

test.skipIf(process.platform === 'win32').each(['2'])(
  '256 open files are enough for large chunks and many volumes, with %s threads',
  (threads) => {
    const out = folder()
    const args = [
      'generate',
      many,
      '--out',
      out,
      '--as',
      'png,svg,csv,pdf',
      '--volume',
      '2',
      '--verify',
      'sample:50',
    ]
    const limited = ['-c', 'ulimit -n 256 && exec "$@"', 'sh', process.execPath, command]
    const run = spawnSync('sh', [...limited, ...args, '--chunk', '1000', '--workers', threads])
    expect([run.status, run.stderr.toString()]).toEqual([0, expect.stringContaining(`${MANY} labels`)])
    expect(spawnSync('sh', [...limited, 'verify', out]).status).toBe(0)
  },
)
