import { spawn } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startPrinter } from 'claimtag-example-factory-line'
import { describe, expect, onTestFinished, test } from 'vitest'

const command = fileURLToPath(new URL('../packages/cli/bin/claimtag.js', import.meta.url))
const data = (name: string): string => fileURLToPath(new URL(`data/${name}`, import.meta.url))

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

interface Setting {
  readonly cwd?: string
  readonly input?: string | Uint8Array
  readonly env?: Readonly<Record<string, string>>
  /** Called with the text on stderr so far, until the process ends. */
  readonly onStderr?: (text: string, kill: (signal: NodeJS.Signals) => void) => void
}

/** The built command, as a shell would start it. */
function claimtag(args: readonly string[], { cwd, input, env, onStderr }: Setting = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [command, ...args], { cwd, env: { ...process.env, ...env } })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString()
      // Once: a second SIGINT ends the command at once, as it should.
      onStderr?.(stderr, (signal) => child.killed || child.kill(signal))
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'claimtag-cli-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

const rowsOf = (name: string, separator: string): string[][] =>
  readFileSync(data(name), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(separator))

describe('generate', () => {
  test('labels every device, and decode gives the same records back', async () => {
    const out = join(folder(), 'labels')
    const made = await claimtag(['generate', data('devices.csv'), '--out', out, '--as', 'png,svg'])
    expect(made).toMatchObject({ code: 0, stdout: '' })
    expect(made.stderr).toContain(`✓ 25 labels in ${out}, all read back\n`)
    const pictures = readdirSync(out)
      .filter((name) => name.endsWith('.png'))
      .map((name) => join(out, name))
    expect(readdirSync(out).filter((name) => name.endsWith('.svg'))).toHaveLength(25)

    const decoded = await claimtag(['decode', ...pictures, '--json'])
    expect(decoded).toMatchObject({ code: 0, stderr: '' })
    const records = decoded.stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { record: object }).record)
    expect(records).toEqual(
      rowsOf('devices.csv', ',').map(([devEui, joinEui, ownerToken, serialNumber]) => ({
        joinEui,
        devEui,
        ownerToken,
        serialNumber,
      })),
    )
  })

  test("The Things Stack's CSV with tokens verbatim, and a summary in JSON", async () => {
    const out = folder()
    const { code, stdout } = await claimtag([
      'generate',
      data('devices-tts.csv'),
      '--format',
      'tr005',
      '--out',
      out,
      '--json',
    ])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      state: 'done',
      read: 20,
      labelled: 20,
      verified: 20,
      refused: 0,
    })
    const [id, devEui = '', , , token] = rowsOf('devices-tts.csv', ';')[7] ?? []
    expect(id).toBe('dev-7')
    const decoded = await claimtag(['decode', join(out, `${devEui.toUpperCase()}.png`), '--json'])
    expect(JSON.parse(decoded.stdout)).toMatchObject({
      ok: true,
      format: 'tr005',
      record: { ownerToken: token },
    })
  })

  test('its tokens under the default format are refused with the remedy', async () => {
    const { code, stderr } = await claimtag(['generate', data('devices-tts.csv'), '--out', folder()])
    expect(code).toBe(3)
    expect(stderr).toContain('--format tr005')
  })

  test('a dirty file: every bad row is named, no label is made', async () => {
    const out = folder()
    const { code, stdout, stderr } = await claimtag(['generate', data('devices-dirty.csv'), '--out', out])
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    const named = [...stderr.matchAll(/^refused line (\d+), ([^:]+): .* \(([a-z-]+)\)$/gm)].map(
      ([, ...parts]) => parts.join(' '),
    )
    expect(named).toEqual([
      '2 DevEUI dev-eui-conflict',
      '2 Owner Token token-conflict',
      '5 DevEUI spreadsheet-number',
      '6 DevEUI dev-eui-conflict',
      '7 Owner Token token-conflict',
      '8 Owner Token invalid-character',
      '9 AppEUI missing-field',
      '10 DevEUI wrong-length',
    ])
    // Columns are named only as they are in the file.
    const refusals = readFileSync(join(out, 'refused.csv'), 'utf8')
    for (const text of [stderr, refusals]) expect(text).not.toMatch(/devEui|joinEui|ownerToken/)
    expect(readdirSync(out)).toEqual(['.claimtag', 'refused.csv'])
  })

  test('a dirty file with --skip-bad-rows: the sound rows are labelled, and the exit code still says so', async () => {
    const out = folder()
    const { code, stdout } = await claimtag([
      'generate',
      data('devices-dirty.csv'),
      '--out',
      out,
      '--skip-bad-rows',
      '--json',
    ])
    expect(code).toBe(3)
    expect(JSON.parse(stdout)).toMatchObject({
      state: 'done',
      read: 10,
      refused: 7,
      labelled: 3,
      verified: 3,
    })
    const pictures = readdirSync(out).filter((name) => name.endsWith('.png'))
    const decoded = await claimtag(['decode', ...pictures, '--json'], { cwd: out })
    const serials = decoded.stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { record: { serialNumber: string } }).record.serialNumber)
    expect(serials).toEqual(['S2', 'S3', 'S10'])
  })

  test('devices from stdin', async () => {
    const out = folder()
    const { code } = await claimtag(['generate', '-', '--out', out], {
      input: readFileSync(data('devices.csv')),
    })
    expect(code).toBe(0)
    expect(readdirSync(out).filter((name) => name.endsWith('.png'))).toHaveLength(25)
  })

  test('no token of the input is in any file name, manifest, summary or line of output', async () => {
    const out = folder()
    const { stdout, stderr } = await claimtag([
      'generate',
      data('devices.csv'),
      '--out',
      out,
      '--as',
      'png,svg',
      '--json',
    ])
    const names = readdirSync(out, { recursive: true, encoding: 'utf8' })
    const texts = ['manifest.ndjson', 'job.json', '.claimtag/journal.ndjson'].map((name) =>
      readFileSync(join(out, name), 'utf8'),
    )
    const everything = [stdout, stderr, ...names, ...texts].join('\n')
    for (const [, , token = ''] of rowsOf('devices.csv', ',')) {
      for (let at = 0; at + 6 <= token.length; at++) expect(everything).not.toContain(token.slice(at, at + 6))
    }
  })

  test.skipIf(process.platform !== 'linux')(
    'a place where no folder can be made is exit code 5',
    async () => {
      const devices = fileURLToPath(new URL('../examples/factory-line/devices.csv', import.meta.url))
      const { code, stderr } = await claimtag(['generate', devices, '--out', '/proc/labels'])
      expect(code).toBe(5)
      expect(stderr).toContain('/proc/labels')
    },
  )

  test('SIGINT ends between two chunks with the command to go on, which does', async () => {
    const place = folder()
    const many = join(place, 'devices.csv')
    const rows = Array.from({ length: 1200 }, (_, i) => {
      const devEui = (0x70b3d57ed0200000n + BigInt(i)).toString(16)
      return `${devEui},70B3D57ED0000001,${Buffer.from(`token of ${devEui}`).toString('base64')}`
    })
    writeFileSync(many, `devEui,appEui,ownerToken\n${rows.join('\n')}\n`)
    const args = [
      'generate',
      'devices.csv',
      '--out',
      'my labels',
      '--verify',
      'none',
      '--workers',
      '0',
      '--chunk',
      '100',
    ]
    const stopped = await claimtag([...args, '--json'], {
      cwd: place,
      onStderr: (text, kill) => text.includes('"progress"') && kill('SIGINT'),
    })
    expect(stopped.code).toBe(130)
    const { labelled } = JSON.parse(stopped.stdout) as { labelled: number }
    expect(labelled).toBeGreaterThan(0)
    expect(labelled).toBeLessThan(1200)

    const resumed = await claimtag(args, { cwd: place })
    expect(resumed.code).toBe(0)
    expect(resumed.stderr).toContain(`Going on after ${labelled.toLocaleString('en-US')} of 1,200 labels.`)
    const verified = await claimtag(['verify', 'my labels'], { cwd: place })
    expect(verified.code).toBe(0)
  }, 120_000)
})

describe('decode', () => {
  const spec = 'LW:D0:1122334455667788:AABBCCDDEEFF0011:AABB1122:OAABBCCDDEEFF:SYYWWNNNNNN:PFOOBAR:CAF2C'

  test('a text', async () => {
    const { code, stdout } = await claimtag(['decode', spec, '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toEqual({
      ok: true,
      format: 'tr005',
      warnings: [],
      record: {
        devEui: 'AABBCCDDEEFF0011',
        joinEui: '1122334455667788',
        vendorId: 'AABB',
        vendorProfileId: '1122',
        ownerToken: 'AABBCCDDEEFF',
        serialNumber: 'YYWWNNNNNN',
        proprietary: 'FOOBAR',
      },
    })
  })

  test('lines from stdin, some of them damaged', async () => {
    const input = `${spec}\r\n\n${spec.replace('CAF2C', 'CAF2D')}\nMT:YNJV7VSC00CMVH7SR00\n`
    const { code, stdout } = await claimtag(['decode', '-', '--json'], { input })
    expect(code).toBe(3)
    const results = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { ok: boolean; error?: { code: string } })
    expect(results.map(({ ok, error }) => error?.code ?? ok)).toEqual([
      true,
      'checksum-mismatch',
      'other-code',
    ])
  })

  test('for people', async () => {
    const { code, stdout, stderr } = await claimtag(['decode', spec])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^DevEUI +AABBCCDDEEFF0011$/m)
    expect(stdout).not.toContain('\u001B')
  })

  test('a picture without a code', async () => {
    const place = folder()
    const white = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
      'base64',
    )
    writeFileSync(join(place, 'white.png'), white)
    const { code, stderr } = await claimtag(['decode', 'white.png'], { cwd: place })
    expect(code).toBe(3)
    expect(stderr).toContain('no readable QR code')
  })
})

test('verify finds a changed label and says so with exit code 4', async () => {
  const out = folder()
  await claimtag(['generate', data('devices.csv'), '--out', out])
  expect(await claimtag(['verify', out])).toMatchObject({ code: 0 })
  const [first = '', second = ''] = readdirSync(out).filter((name) => name.endsWith('.png'))
  writeFileSync(join(out, first), readFileSync(join(out, second)))
  const { code, stderr } = await claimtag(['verify', out])
  expect(code).toBe(4)
  expect(stderr).toContain(`${first} (${first.slice(0, 16)}) is not what was written.`)
  writeFileSync(join(out, 'manifest.ndjson'), 'nothing of the kind')
  const damaged = await claimtag(['verify', out])
  expect(damaged.code).toBe(4)
  expect(damaged.stderr).toContain('(manifest.ndjson)')
})

test('a file where the folder should be is called so', async () => {
  const place = folder()
  writeFileSync(join(place, 'labels'), '')
  const { code, stderr } = await claimtag(['generate', data('devices.csv'), '--out', join(place, 'labels')])
  expect(code).toBe(5)
  expect(stderr).toContain('(ENOTDIR: a file stands where a folder is needed)')
})

test('verify finds a label that was put into a stream', async () => {
  const out = folder()
  await claimtag(['generate', data('devices.csv'), '--out', out, '--as', 'zpl', '-q'])
  appendFileSync(join(out, 'labels.zpl'), '^XA^XZ')
  const { code, stderr } = await claimtag(['verify', out])
  expect(code).toBe(4)
  expect(stderr).toContain('labels.zpl (25 labels) holds more than was written.')
})

test.runIf(process.getuid?.() !== 0 && process.platform !== 'win32')(
  'verify does not say of a folder that it may not read that no job is in it',
  async () => {
    const out = folder()
    await claimtag(['generate', data('devices.csv'), '--out', out, '-q'])
    chmodSync(join(out, 'job.json'), 0)
    const { code, stderr } = await claimtag(['verify', out])
    expect(code).toBe(4)
    expect(stderr).toContain('job.json, EACCES')
  },
)

test('print sends a finished job to a printer, and one label again only with a reason', async () => {
  let labels = 0
  const printer = await startPrinter({ msPerLabel: 2, paper: 20, onLabel: () => labels++ })
  onTestFinished(() => printer.close())
  const out = folder()
  const made = await claimtag(['generate', data('devices.csv'), '--out', out, '--to', printer.url], {
    onStderr: (text) => text.includes('is out of paper') && printer.loadPaper(100),
  })
  expect(made.code).toBe(0)
  expect(made.stderr).toContain('25 labels printed')
  expect(labels).toBe(25)

  const [first = ''] = readdirSync(out).filter((name) => name.endsWith('.png'))
  const one = ['print', out, '--to', printer.url, '--dev-eui', first.slice(0, 16)]
  const refused = await claimtag(one)
  expect(refused.code).toBe(2)
  expect(refused.stderr).toContain('--reprint')
  expect(await claimtag([...one, '--reprint', '--reason', 'label torn'])).toMatchObject({ code: 0 })
  expect(labels).toBe(26)
  expect(readFileSync(join(out, 'audit.ndjson'), 'utf8')).toContain('label torn')
})

test('a printer that is not there is exit code 5', async () => {
  const out = folder()
  await claimtag(['generate', data('devices.csv'), '--out', out])
  const gone = await startPrinter()
  await gone.close()
  const { code, stderr } = await claimtag(['print', out, '--to', gone.url, '--give-up', '1'])
  expect(code).toBe(5)
  expect(stderr).toContain('could not be reached')
})

describe('formats, printers, plan, preview, init, completion', () => {
  test('formats', async () => {
    const { code, stdout } = await claimtag(['formats', '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toContainEqual(expect.objectContaining({ id: 'thingpark', writable: true }))
    expect((await claimtag(['formats'])).stdout).toMatch(/^dragino +Dragino \(read only\)$/m)
  })

  test('printers', async () => {
    const { code, stdout } = await claimtag(['printers', '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toBeInstanceOf(Array)
    expect(await claimtag(['printers'])).toMatchObject({ code: 0 })
  })

  test('plan is data', async () => {
    const { code, stdout } = await claimtag(['plan', data('devices.csv'), '--dpi', '300', '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ dpi: 300, symbols: [{ quietZone: 4 }] })
  })

  test('preview draws', async () => {
    const { code, stdout } = await claimtag(['preview', data('devices.csv')])
    expect(code).toBe(0)
    expect(stdout).toContain('█▄▄▄█')
  })

  test('init writes a configuration that generate takes, and flags win over it', async () => {
    const place = folder()
    expect(await claimtag(['init'], { cwd: place })).toMatchObject({ code: 0 })
    expect(await claimtag(['init'], { cwd: place })).toMatchObject({ code: 2 })
    const { code, stdout } = await claimtag(['generate', data('devices.csv'), '--json', '--as', 'svg'], {
      cwd: place,
    })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ out: join(place, 'labels'), outputs: ['svg'] })
  })

  test.each(['bash', 'zsh', 'fish'])('completion for %s names every command', async (shell) => {
    const { code, stdout } = await claimtag(['completion', shell])
    expect(code).toBe(0)
    for (const name of ['generate', 'decode', 'verify', 'skip-bad-rows']) expect(stdout).toContain(name)
  })
})

describe('called wrongly', () => {
  test.each([
    [['generate', 'nowhere.csv', '--out', 'x'], 'There is no file'],
    [['generate', data('devices.csv')], '--out'],
    [['generate', data('devices.csv'), '--out', 'x', '--as', 'gif'], 'gif'],
    [['generate', data('devices.csv'), '--out', 'x', '--format', 'nothing'], 'thingpark'],
    [['generate', data('devices.csv'), '--out', 'x', '--format', 'nothing.json'], 'cannot be read'],
    [['generate', data('devices.csv'), '--out', 'x', '--template', 'nothing'], 'device-50x25'],
    [['generate', data('devices.csv'), '--out', 'x', '--dpi', 'many'], '--dpi'],
    [['generate', data('devices.csv'), '--out', 'x', '--dpi', '7'], 'resolution'],
    [['generate', data('devices.csv'), '--out', 'x', '--verify', 'some'], 'sample:N'],
    [['generate', data('devices.csv'), '--out', 'x', '--format', 'dragino'], 'read'],
    [['generate', '--nonsense'], 'nonsense'],
    [['decode', 'missing.png'], 'cannot be read'],
    [['decode'], 'codes'],
    [['nonsense'], 'nonsense'],
    [['completion', 'tcsh'], 'bash'],
    [[], 'Usage'],
  ])('%j is exit code 2 and a sentence', async (args, sentence) => {
    const place = folder()
    const { code, stdout, stderr } = await claimtag(args, { cwd: place })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(sentence)
    expect(stderr).not.toMatch(/^ +at /m)
    expect(readdirSync(place)).toEqual([])
  })

  test('with --json the complaint is JSON too', async () => {
    const { stderr } = await claimtag(['generate', 'nowhere.csv', '--out', 'x', '--json'])
    expect(JSON.parse(stderr)).toMatchObject({ type: 'error', code: 'input-missing' })
  })

  test('an output that cannot be written is exit code 5', async () => {
    const { code } = await claimtag([
      'generate',
      data('devices.csv'),
      '--out',
      join(data('devices.csv'), 'x'),
    ])
    expect(code).toBe(5)
  })

  test('a broken configuration', async () => {
    const place = folder()
    writeFileSync(join(place, 'claimtag.config.json'), '{ "formt": "tr005" }')
    const { code, stderr } = await claimtag(['generate', data('devices.csv'), '--out', 'x'], { cwd: place })
    expect(code).toBe(2)
    expect(stderr).toContain('formt')
  })

  test('help and version go to stdout', async () => {
    expect(await claimtag(['--version'])).toMatchObject({ code: 0, stdout: '0.1.0\n', stderr: '' })
    expect(await claimtag(['generate', '--help'])).toMatchObject({ code: 0, stderr: '' })
  })
})
