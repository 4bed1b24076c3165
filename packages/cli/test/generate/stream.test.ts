import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'

const command = fileURLToPath(new URL('../../bin/claimtag.js', import.meta.url))

interface Ended {
  readonly code: number | null
  readonly stderr: string
}

/** A folder to work in, with a file of devices, and one for temporary files, which has to be empty in the end. */
function workplace(devices: number, more = '') {
  const cwd = mkdtempSync(join(tmpdir(), 'claimtag-cli-'))
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }))
  const rows = Array.from({ length: devices }, (_, index) => {
    const devEui = (0x70b3d57ed0100000n + BigInt(index)).toString(16).toUpperCase()
    return `${devEui},70B3D57ED0000001,${createHash('md5').update(devEui).digest('base64')}\n`
  })
  writeFileSync(join(cwd, 'devices.csv'), `DevEUI,AppEUI,Owner Token\n${rows.join('')}${more}`)
  const temporary = mkdtempSync(join(cwd, 'tmp-'))
  return { cwd, temporary }
}

type Workplace = ReturnType<typeof workplace>

/** The built command; its stdout goes to a file, or through a pipe to `reader`, which a shell runs. */
function start(args: readonly string[], { cwd, temporary }: Workplace, stdout: number | 'pipe' = 'pipe') {
  return spawn(process.execPath, [command, 'generate', 'devices.csv', '--out', '-', ...args], {
    cwd,
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['ignore', stdout, 'pipe'],
  })
}

async function ended(child: ReturnType<typeof start>): Promise<Ended> {
  const [stderr, code] = await Promise.all([
    child.stderr === null ? '' : text(child.stderr),
    new Promise<number | null>((resolve) => child.on('close', resolve)),
  ])
  return { code, stderr }
}

async function toFile(
  args: readonly string[],
  place: Workplace,
): Promise<Ended & { readonly bytes: Buffer }> {
  const path = join(place.cwd, 'stdout')
  const end = await ended(start(args, place, openSync(path, 'w')))
  return { ...end, bytes: readFileSync(path) }
}

test('through a pipe to a reader, byte for byte the file of a job', async () => {
  const place = workplace(2300)
  const child = start(['--as', 'zpl'], place)
  const pieces: Buffer[] = []
  child.stdout?.on('data', (piece: Buffer) => pieces.push(piece))
  expect(await ended(child)).toEqual({
    code: 0,
    stderr: '✓ 2,300 labels, all read back\n',
  })
  expect(readdirSync(place.temporary)).toEqual([])

  const job = spawn(
    process.execPath,
    [command, 'generate', 'devices.csv', '--out', 'job', '--as', 'zpl', '-q'],
    {
      cwd: place.cwd,
      stdio: 'inherit',
    },
  )
  await new Promise((resolve) => job.on('close', resolve))
  expect(Buffer.concat(pieces).equals(readFileSync(join(place.cwd, 'job/labels.zpl')))).toBe(true)
})

test.runIf(process.platform !== 'win32')('a reader who goes away is exit code 5', async () => {
  const place = workplace(3000)
  // The shell tells how the command ended, not how its reader did.
  const line = `{ "$0" "$1" generate devices.csv --out - --as zpl --workers 0; echo "exit $?" >&2; } | head -c 10`
  const shell = spawn('sh', ['-c', line, process.execPath, command], {
    cwd: place.cwd,
    env: { ...process.env, TMPDIR: place.temporary },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [stdout, stderr] = await Promise.all([text(shell.stdout), text(shell.stderr)])
  expect(stdout).toHaveLength(10)
  expect(stderr).toContain('The output cannot be written (EPIPE: its reader went away).')
  expect(stderr.trim().split('\n').at(-1)).toBe('exit 5')
  expect(readdirSync(place.temporary)).toEqual([])
})

test('a reader who stops reading is waited for, and the labels do not pile up', async () => {
  const place = workplace(4000)
  const child = start(['--as', 'tspl', '--verify', 'none', '--workers', '0', '--json'], place)
  let progress = 0
  child.stderr?.on('data', (piece: Buffer) => {
    for (const [, labels] of piece.toString().matchAll(/"progress","labels":(\d+)/g))
      progress = Number(labels)
  })
  const end = ended(child)
  await new Promise((resolve) => setTimeout(resolve, 3000))
  // A pipe holds 64 KiB; a chunk of 500 such labels is far more.
  expect(progress).toBeLessThan(1000)
  let read = 0
  child.stdout?.on('data', (piece: Buffer) => (read += piece.length))
  expect((await end).code).toBe(0)
  expect({ progress, isAll: read > 4000 * 1000 }).toEqual({ progress: 4000, isAll: true })
})

describe('a file', () => {
  test('of payloads', async () => {
    const { code, bytes } = await toFile(['--as', 'csv'], workplace(5))
    expect(code).toBe(0)
    expect(bytes.toString().trim().split('\r\n')).toHaveLength(6)
  })

  test('that is an archive of label files', async () => {
    const { code, bytes } = await toFile(['--pack', 'zip'], workplace(5))
    expect(code).toBe(0)
    expect(bytes.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004')
    expect(bytes.readUInt16LE(bytes.length - 22 + 10)).toBe(5)
  })

  test.runIf(existsSync('/dev/full'))('on a full disk is exit code 5', async () => {
    const place = workplace(5)
    const { code, stderr } = await ended(start(['--as', 'zpl'], place, openSync('/dev/full', 'w')))
    expect({ code, stderr }).toEqual({
      code: 5,
      stderr: 'claimtag: No space is left for the output. Make room and run the same command again.\n',
    })
  })
})

test('a bad row lets nothing out, and is exit code 3', async () => {
  const place = workplace(700, 'nonsense,70B3D57ED0000001,AAECAw==\n')
  const { code, stderr, bytes } = await toFile(['--as', 'zpl'], place)
  expect({ code, bytes: bytes.length }).toEqual({ code: 3, bytes: 0 })
  expect(stderr).toContain('refused line 702, DevEUI: ')
  expect(stderr).toContain('no label was made')
  expect(readdirSync(place.cwd).filter((name) => name.includes('refused'))).toEqual([])
})

test('with --json the summary is the last line of stderr', async () => {
  const { code, stderr } = await toFile(['--as', 'csv', '--json'], workplace(5))
  expect(code).toBe(0)
  expect(JSON.parse(stderr.trim().split('\n').at(-1) ?? '')).toMatchObject({
    type: 'summary',
    state: 'done',
    labelled: 5,
    out: '-',
  })
})

test.runIf(process.platform !== 'win32')(
  'Ctrl-C ends after whole labels, and says that nothing can go on',
  async () => {
    const place = workplace(4000)
    const child = start(['--as', 'csv', '--workers', '0', '--json', '--verify', 'none'], place)
    let out = ''
    child.stdout?.on('data', (piece: Buffer) => (out += piece.toString()))
    child.stderr?.on('data', (piece: Buffer) => {
      if (piece.toString().includes('"progress"') && !child.killed) child.kill('SIGINT')
    })
    const { code, stderr } = await ended(child)
    expect(code).toBe(130)
    const { labelled } = JSON.parse(stderr.trim().split('\n').at(-1) ?? '') as { labelled: number }
    expect(labelled).toBeGreaterThan(0)
    expect(labelled).toBeLessThan(4000)
    expect(out.trim().split('\r\n')).toHaveLength(1 + labelled)
  },
)

test.each([
  [[], '--as zpl'],
  [['--as', 'zpl,csv'], '--as zpl'],
  [['--as', 'zpl', '--to', 'tcp://127.0.0.1'], 'one of them'],
])('%j is called wrongly', async (args, sentence) => {
  const { code, stderr, bytes } = await toFile(args, workplace(1))
  expect({ code, bytes: bytes.length }).toEqual({ code: 2, bytes: 0 })
  expect(stderr).toContain(sentence)
})
