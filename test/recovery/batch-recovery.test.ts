import { spawn, spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findEngine } from '../engine-programs.ts'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'

// The bytes of the output must not depend on power cuts, full disks or the number of threads.

const command = fileURLToPath(new URL('../../packages/cli/bin/claimtag.js', import.meta.url))
const LABELS = 400
const MOST_KILLS = 4
/** Of additions, which have half as many chunks. */
const FEWER_KILLS = 3
/** Small chunks give many moments at which a run can be killed. */
const OPTIONS = ['--verify', 'sample:50', '--chunk', '40']

interface Ended {
  readonly code: number | null
  readonly stderr: string
}

function generate(args: readonly string[], kill?: Kill, node = process.execPath): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [command, 'generate', ...args, ...OPTIONS])
    let stderr = ''
    let timer: NodeJS.Timeout | undefined
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString()
      if (kill !== undefined && stderr.includes(kill.event))
        timer ??= setTimeout(() => child.kill('SIGKILL'), kill.afterMs)
    })
    child.on('error', reject)
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code, stderr })
    })
  })
}

/** When a run is killed: some time after a line of its output, since its speed depends on the machine. */
interface Kill {
  readonly event: string
  readonly afterMs: number
}

let place = ''
let devices = ''
/** The first half of them. */
let half = ''
const kept: string[] = []

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'claimtag-recovery-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** An undisturbed run in this thread, and its key for runs that have to give the same bytes. */
function reference(args: readonly string[]): string {
  const out = join(place, args.join('').replaceAll('-', ''))
  if (!kept.includes(out)) {
    spawnSync(process.execPath, [
      command,
      'generate',
      devices,
      '--out',
      out,
      ...args,
      ...OPTIONS,
      '--workers',
      '0',
    ])
    kept.push(out)
  }
  return out
}

function withKeyOf(whole: string): string {
  const out = join(folder(), 'labels')
  mkdirSync(join(out, '.claimtag'), { recursive: true })
  cpSync(join(whole, '.claimtag', 'key'), join(out, '.claimtag', 'key'))
  return out
}

/** Everything but the times and the hidden folder. */
function contentsOf(out: string): Map<string, string> {
  const paths = readdirSync(out, { recursive: true, encoding: 'utf8' }).sort()
  const files = paths.filter((path) => !path.startsWith('.claimtag') && path !== 'job.json')
  return new Map(
    files
      .filter((path) => statSync(join(out, path)).isFile())
      .map((path) => [path, readFileSync(join(out, path), 'latin1')]),
  )
}

/** What job.json says, but for when the job ran, and for the seal over that. */
function recordOf(out: string): object {
  const record = JSON.parse(readFileSync(join(out, 'job.json'), 'utf8')) as Record<string, unknown>
  for (const name of ['startedAt', 'finishedAt', 'seal']) {
    expect(record).toHaveProperty(name)
    delete record[name]
  }
  return record
}

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'claimtag-recovery-'))
  devices = join(place, 'devices.csv')
  const rows = Array.from({ length: LABELS }, (_, i) => {
    const devEui = (0x70b3d57ed0300000n + BigInt(i)).toString(16)
    return `${devEui},70B3D57ED0000001,${Buffer.from(`token of ${devEui}`).toString('base64')},S${i}`
  })
  writeFileSync(devices, `devEui,appEui,ownerToken,serial\n${rows.join('\n')}\n`)
  half = join(place, 'half.csv')
  writeFileSync(half, `devEui,appEui,ownerToken,serial\n${rows.slice(0, LABELS / 2).join('\n')}\n`)
  return () => rmSync(place, { recursive: true, force: true })
})

/** Runs a command until it is not killed before its end. */
async function killed(line: readonly string[], most: number): Promise<void> {
  let kills = 0
  let resumed = 0
  for (;;) {
    // Sometimes before the first label, else while labels are made; the last run is not killed.
    const event = kills % 4 === 0 ? '"checked"' : '"progress"'
    const kill = kills < most ? { event, afterMs: (kills * 7) % 20 } : undefined
    const { code, stderr } = await generate(line, kill)
    if (stderr.includes('"resumed"')) resumed++
    if (code === 0) break
    expect(code).toBe(null)
    kills++
  }
  expect(kills).toBeGreaterThan(2)
  expect(resumed).toBeGreaterThan(0)
}

const OUTPUTS = [
  ['files, a stream and payloads', ['--as', 'png,zpl,csv']],
  ['an archive', ['--as', 'png,svg', '--pack', 'zip']],
  // Volumes that end inside chunks, and sheets that volumes leave unfinished.
  [
    'PDFs and payloads',
    ['--as', 'pdf,csv', '--volume', '130', '--template', 'sheet-a4-l7160', '--start', '5'],
  ],
] as const

describe.each(OUTPUTS)('%s', (_, args) => {
  test('are the same whoever makes them', async () => {
    const whole = reference(args)
    const out = withKeyOf(whole)
    expect(await generate([devices, '--out', out, ...args, '--workers', '2'])).toMatchObject({ code: 0 })
    expect(contentsOf(whole).size).toBeGreaterThan(1)
    expect(contentsOf(out)).toEqual(contentsOf(whole))
    expect(recordOf(out)).toEqual(recordOf(whole))
  }, 120_000)

  test('survive being killed at any moment', async () => {
    const whole = reference(args)
    const out = withKeyOf(whole)
    const line = [devices, '--out', out, ...args, '--workers', '0', '--json']
    await killed(line, MOST_KILLS)
    expect(contentsOf(out)).toEqual(contentsOf(whole))
    expect(recordOf(out)).toEqual(recordOf(whole))
    const { status } = spawnSync(process.execPath, [command, 'verify', out])
    expect(status).toBe(0)
  }, 300_000)
})

describe.each(['node22', 'node24'] as const)('a job that was begun by this Node', (name) => {
  const other = findEngine(name)

  test.skipIf(other === undefined)(`goes on with ${name}, and gives the same bytes`, async () => {
    const [, args] = OUTPUTS[1]
    const whole = reference(args)
    const out = withKeyOf(whole)
    const line = [devices, '--out', out, ...args, '--workers', '0', '--json']
    expect(await generate(line, { event: '"progress"', afterMs: 0 })).toMatchObject({ code: null })
    const ended = await generate(line, undefined, other)
    expect(ended).toMatchObject({ code: 0, stderr: expect.stringContaining('"resumed"') })
    expect(contentsOf(out)).toEqual(contentsOf(whole))
    expect(recordOf(out)).toEqual(recordOf(whole))
  })
})

// The soak kills additions of files and streams; an archive grows as it is made.
test.each([OUTPUTS[2]])(
  '%s are added to a finished job, however often that is killed',
  async (_, args) => {
    const [whole, out] = [join(folder(), 'whole'), join(folder(), 'labels')]
    expect(await generate([half, '--out', out, ...args])).toMatchObject({ code: 0 })
    cpSync(out, whole, { recursive: true })
    expect(await generate([devices, '--add', '--out', whole, ...args])).toMatchObject({ code: 0 })
    await killed([devices, '--add', '--out', out, ...args, '--workers', '0', '--json'], FEWER_KILLS)
    expect(contentsOf(out)).toEqual(contentsOf(whole))
    const { status, stderr } = spawnSync(process.execPath, [command, 'verify', out])
    expect(String(stderr)).toContain(`${LABELS} labels`)
    expect(`${status} ${String(stderr)}`).toMatch(/^0 /)
  },
  300_000,
)

const canMount =
  process.platform === 'linux' && process.getuid?.() === 0 && spawnSync('mount', ['--version']).status === 0

test.runIf(canMount).each(['0', '2'])(
  'with %s threads, a full disk is exit code 5, and the same command goes on when there is room',
  async (threads) => {
    const whole = reference(OUTPUTS[0][1])
    const disk = folder()
    // Some of the ten chunks of half a megabyte fit, whatever their staging takes beside them.
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2500k', 'tmpfs', disk])
    // A container may forbid it, also to root.
    if (mounted.status !== 0) return
    onTestFinished(() => void spawnSync('umount', [disk]))
    const out = join(disk, 'labels')
    mkdirSync(join(out, '.claimtag'), { recursive: true })
    cpSync(join(whole, '.claimtag', 'key'), join(out, '.claimtag', 'key'))
    const args = [devices, '--out', out, ...OUTPUTS[0][1], '--workers', threads]
    const full = await generate(args)
    expect(full.code).toBe(5)
    expect(full.stderr).toContain('No space is left')
    expect(spawnSync('mount', ['-o', 'remount,size=100m', disk]).status).toBe(0)
    const { code, stderr } = await generate(args)
    expect(code).toBe(0)
    expect(stderr).toContain('Going on after')
    expect(contentsOf(out)).toEqual(contentsOf(whole))
  },
  120_000,
)
