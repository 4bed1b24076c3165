import { createDecoder } from '@claimtag/decoder'
import { createScanner, textsOf } from '@claimtag/decoder/scan'
import { encode, thingpark } from '@claimtag/core'
import {
  encodePng,
  startPrinter,
  type PrinterOptions,
  type SimulatedPrinter,
} from 'claimtag-example-factory-line'
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const scanner = createScanner()

// Faults of a printer and interruptions by a person: no label may be lost or printed twice unnoticed.

const command = fileURLToPath(new URL('../packages/cli/bin/claimtag.js', import.meta.url))

const devices = Array.from({ length: 200 }, (_, i) => ({
  devEui: (0x70b3d57ed0400000n + BigInt(i)).toString(16).toUpperCase(),
  joinEui: '70B3D57ED0000001',
  ownerToken: createHash('md5').update(`printed ${i}`).digest('base64'),
}))
const euis = devices.map(({ devEui }) => devEui)

let place = ''
let input = ''
/** The first 80 devices. */
let few = ''
const fewEuis = euis.slice(0, 80)
/** Everything that the command has written. */
const said: string[] = []

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'claimtag-printing-'))
  const rows = devices.map(({ devEui, joinEui, ownerToken }) => `${devEui},${joinEui},${ownerToken}\n`)
  const file = (name: string, count: number): string => {
    const path = join(place, name)
    writeFileSync(path, `devEui,appEui,ownerToken\n${rows.slice(0, count).join('')}`)
    return path
  }
  input = file('devices.csv', rows.length)
  few = file('few.csv', fewEuis.length)
  return () => rmSync(place, { recursive: true, force: true })
})

interface Ended {
  readonly code: number | null
  readonly stdout: Buffer
  readonly stderr: string
}

interface Running {
  readonly ended: Promise<Ended>
  readonly kill: (signal: NodeJS.Signals) => void
}

/** The built command, as a shell would start it. */
function start(args: readonly string[], onStderr?: (text: string) => void): Running {
  const child = spawn(process.execPath, [command, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const stdout: Buffer[] = []
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
    onStderr?.(chunk.toString())
  })
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      said.push(stderr)
      resolve({ code, stdout: Buffer.concat(stdout), stderr })
    })
  })
  return { ended, kill: (signal) => child.kill(signal) }
}

const claimtag = (...args: readonly string[]): Promise<Ended> => start(args).ended

const printers: SimulatedPrinter[] = []
afterAll(async () => {
  for (const one of printers) await one.close()
})

async function printer(options: PrinterOptions = {}, onCount: (labels: number) => void = () => undefined) {
  const pictures: Uint8Array[] = []
  const simulated = await startPrinter({
    msPerLabel: 1,
    ...options,
    onLabel(label) {
      pictures.push(encodePng(label, 203))
      onCount(pictures.length)
    },
  })
  printers.push(simulated)
  /** The DevEUIs on paper, read by a reader that is independent of the command. */
  async function onPaper(): Promise<readonly string[]> {
    const decoder = createDecoder()
    const found: string[] = []
    for (const picture of pictures) {
      const [code = ''] = textsOf(await scanner.scan(picture))
      const result = decoder.decode(code)
      found.push(result.ok ? result.record.devEui : result.error.code)
    }
    return found
  }
  return { simulated, url: simulated.url, onPaper }
}

/** A folder for each job: of two jobs in one folder, the second would not print what the first has printed. */
const folder = (): string => join(mkdtempSync(join(place, 'line-')), 'labels')

interface JournalEntry {
  readonly state: 'sent' | 'confirmed' | 'uncertain'
  readonly ids: readonly string[]
}

const journalPath = (out: string): string => join(out, '.claimtag', 'deliveries.ndjson')

function lines(path: string): readonly unknown[] {
  const text = readFileSync(path, 'utf8').trimEnd()
  return text.split('\n').map((line) => JSON.parse(line) as unknown)
}

function named(out: string, state: JournalEntry['state']): readonly string[] {
  const entries = lines(journalPath(out)) as readonly JournalEntry[]
  return entries.flatMap((entry) => (entry.state === state ? entry.ids : []))
}

interface AuditLine {
  readonly at: string
  readonly devEui: string
}

const auditOf = (out: string) => lines(join(out, 'audit.ndjson')) as readonly AuditLine[]

interface ManifestLine {
  readonly devEui: string
  readonly files: readonly { readonly offset: number; readonly bytes: number }[]
}

const repeats = (seen: readonly string[]): readonly string[] =>
  seen.filter((devEui, index) => seen.indexOf(devEui) !== index)
const without = (all: readonly string[], some: readonly string[]): readonly string[] =>
  all.filter((devEui) => !some.includes(devEui))

// Together, since they wait for printers most of the time.
describe.concurrent('a printer and the command', () => {
  test('200 labels through paper out, an open head and two drops: all printed, in order, doubles in the journal', async () => {
    const { simulated, url, onPaper } = await printer({ paper: 60, dropAt: [150_000, 600_000] })
    const out = folder()
    const args = ['generate', input, '--out', out, '--as', 'zpl', '--to', url, '--uncertain', 'reprint']
    const { ended } = start(args, (text) => {
      if (text.includes('is out of paper')) {
        simulated.openHead()
        setTimeout(() => simulated.loadPaper(60), 20)
        setTimeout(() => simulated.closeHead(), 150)
      }
    })
    const { code, stderr } = await ended
    expect(stderr).toContain('is out of paper')
    expect(stderr).toContain('has its head open')
    expect(stderr).toContain('going on')
    expect(code).toBe(0)
    const seen = await onPaper()
    expect([...new Set(seen)]).toEqual(euis)
    const doubtful = named(out, 'uncertain')
    expect(doubtful.length).toBeGreaterThan(0)
    expect(without(repeats(seen), doubtful)).toEqual([])
    const audit = auditOf(out)
    expect(audit.map(({ devEui }) => devEui)).toEqual(doubtful)
    expect(audit[0]).toMatchObject({ by: userInfo().username, printer: url })
    expect(statSync(journalPath(out)).mode & 0o777).toBe(0o600)
    expect(await claimtag(...args)).toMatchObject({ code: 0 })
    expect(await onPaper()).toHaveLength(seen.length)
  })

  test('killed twice while it prints: what was on its way is held and named, then printed again on request', async () => {
    let running: Running | undefined
    const kills = [13, 42]
    const { url, onPaper } = await printer({ msPerLabel: 3 }, (labels) => {
      if (labels === kills[0]) {
        kills.shift()
        running?.kill('SIGKILL')
      }
    })
    const out = folder()
    const args = ['generate', few, '--out', out, '--as', 'tspl', '--to', url]
    for (const _ of [1, 2]) {
      running = start(args)
      expect(await running.ended).toMatchObject({ code: null })
    }
    const held = await claimtag(...args)
    expect(held.code).toBe(5)
    const doubtful = named(out, 'uncertain')
    expect(doubtful.length).toBeGreaterThan(0)
    expect(doubtful.length).toBeLessThanOrEqual(16)
    for (const devEui of doubtful) expect(held.stderr).toContain(`uncertain ${devEui}`)
    expect(held.stderr).toContain('--uncertain reprint')
    const before = await onPaper()
    expect(repeats(before)).toEqual([])
    expect(without(without(fewEuis, before), doubtful)).toEqual([])

    // Only some came out: the command for those is on stderr, to be pasted.
    const came = doubtful.filter((devEui) => before.includes(devEui))
    const some = ['print', out, '--to', url, '--as', 'tspl', '--uncertain', 'printed', '--dev-eui']
    const isOne = doubtful.length === 1
    expect(held.stderr).toContain(
      isOne ? '--uncertain printed' : `claimtag ${some.join(' ')} ${doubtful[0]} …`,
    )
    const { code } = came.length === 0 ? { code: 0 } : await claimtag(...some, ...came)
    expect(code).toBe(0)
    expect(await onPaper()).toEqual(before)

    expect(await claimtag(...args, '--uncertain', 'reprint')).toMatchObject({ code: 0 })
    const seen = await onPaper()
    expect([...new Set(seen)].sort()).toEqual(fewEuis)
    // A person has not seen the others, so nothing is on paper twice.
    expect(repeats(seen)).toEqual([])
    expect(await claimtag(...args)).toMatchObject({ code: 0 })
  })

  test('Ctrl-C leaves a journal that is true, and the command it names goes on', async () => {
    let running: Running | undefined
    const { url, onPaper } = await printer({ msPerLabel: 3 }, (labels) => {
      if (labels === 37) running?.kill('SIGINT')
    })
    const out = folder()
    running = start(['generate', few, '--out', out, '--as', 'zpl', '--to', url, '--json'])
    const stopped = await running.ended
    expect(stopped.code).toBe(130)
    const printed = await onPaper()
    expect(without(printed, [...named(out, 'confirmed'), ...named(out, 'uncertain')])).toEqual([])
    expect(without(named(out, 'confirmed'), printed)).toEqual([])
    const { printed: summary } = JSON.parse(stopped.stdout.toString()) as { printed: { uncertain: string[] } }
    expect(summary).toMatchObject({ interrupted: true, uncertain: named(out, 'uncertain') })

    // A person has looked: the simulator prints what it was sent.
    expect(without(summary.uncertain, await onPaper())).toEqual([])
    const { code } = await claimtag('print', out, '--to', url, '--uncertain', 'printed')
    expect(code).toBe(0)
    expect(await onPaper()).toEqual(fewEuis)
  })

  test('a printer that stays away is exit code 5 with the command to go on; nothing is lost', async () => {
    const { simulated, url, onPaper } = await printer({ msPerLabel: 2 }, (labels) => {
      if (labels === 21) void simulated.cutPower()
    })
    const out = folder()
    const args = ['generate', few, '--out', out, '--as', 'zpl', '--to', url, '--give-up', '1']
    const gone = await claimtag(...args)
    expect(gone.code).toBe(5)
    expect(gone.stderr).toContain('could not be reached')
    expect(gone.stderr).toContain(`To go on:\n  claimtag ${args.join(' ')}`)
    await simulated.powerOn()
    expect(await claimtag(...args, '--uncertain', 'reprint')).toMatchObject({ code: 0 })
    const seen = await onPaper()
    expect([...new Set(seen)].sort()).toEqual(fewEuis)
    expect(without(repeats(seen), named(out, 'uncertain'))).toEqual([])
  })

  test('a printer without paper is waited for as long as --give-up says; then exit code 5, and nothing is lost', async () => {
    const { simulated, url, onPaper } = await printer({ paper: 21 })
    const out = folder()
    const args = ['generate', few, '--out', out, '--as', 'zpl', '--to', url, '--give-up', '1']
    const gone = await claimtag(...args)
    expect(gone.code).toBe(5)
    expect(gone.stderr).toContain('The printer is out of paper.')
    expect(gone.stderr).toMatch(/is out of paper, and nothing has changed for \d+ seconds?/)
    expect(gone.stderr).toContain(`To go on:\n  claimtag ${args.join(' ')}`)
    // Labels that had arrived are printed as soon as there is paper: they are among those that are named.
    simulated.loadPaper(1000)
    const rest = await claimtag(...args)
    expect(rest.code).toBe(5)
    const seen = await onPaper()
    expect([...seen].sort()).toEqual(fewEuis)
    expect(named(out, 'uncertain').length).toBeGreaterThan(0)
  })

  test('into a file in place of a printer: every label once, and what that proves is said', async () => {
    const out = folder()
    const file = `${out}.bin`
    const args = ['generate', few, '--out', out, '--as', 'zpl', '--to', `file://${file}`]
    const { code, stderr } = await claimtag(...args)
    expect(code).toBe(0)
    expect(stderr).toContain(`${fewEuis.length} labels handed over; nothing tells whether they are on paper`)
    expect(readFileSync(file).equals(readFileSync(join(out, 'labels.zpl')))).toBe(true)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(new Set(named(out, 'confirmed'))).toEqual(new Set(fewEuis))
    expect(await claimtag(...args)).toMatchObject({ code: 0 })
    expect(readFileSync(file)).toHaveLength(statSync(join(out, 'labels.zpl')).size)

    const before = readFileSync(few)
    const onto = await claimtag('generate', few, '--out', folder(), '--as', 'zpl', '--to', `file://${few}`)
    expect(onto.code).toBe(2)
    const within = await claimtag('print', out, '--to', `file://${join(out, 'labels.zpl')}`)
    expect(within.code).toBe(2)
    expect(within.stderr).toContain('is read by the same command')
    expect(readFileSync(few).equals(before)).toBe(true)
  })

  test('one label: printed, refused without a reason, printed again with one, and taken as bytes', async () => {
    const { url, onPaper } = await printer()
    const out = folder()
    const devEui = euis[41] ?? ''
    const written = devEui.match(/../g)?.join('-').toLowerCase() ?? ''
    expect(await claimtag('generate', few, '--out', out, '--as', 'zpl')).toMatchObject({ code: 0 })

    const stream = readFileSync(join(out, 'labels.zpl'))
    const manifest = lines(join(out, 'manifest.ndjson')) as readonly ManifestLine[]
    const entry = manifest.find((line) => line.devEui === devEui)
    const { offset = 0, bytes = 0 } = entry?.files[0] ?? {}
    const taken = await claimtag('print', out, '--dev-eui', written, '--as', 'zpl', '--out', '-')
    expect(taken).toMatchObject({ code: 0, stderr: '' })
    expect(taken.stdout.equals(stream.subarray(offset, offset + bytes))).toBe(true)
    const picture = join(place, 'one.png')
    const drawn = ['print', out, '--dev-eui', devEui, '--devices', few, '--as', 'png', '--out', picture]
    expect(await claimtag(...drawn)).toMatchObject({ code: 0 })
    expect(statSync(picture).mode & 0o777).toBe(0o600)
    const [code = ''] = textsOf(await scanner.scan(readFileSync(picture)))
    expect(createDecoder().decode(code)).toMatchObject({ ok: true, record: { devEui } })
    drawn.push('--force')
    expect(await claimtag(...drawn, '--dpi', '300')).toMatchObject({ code: 4 })
    expect(statSync(picture).size).toBeGreaterThan(0)

    const one = ['print', out, '--to', url, '--dev-eui', written]
    expect(await claimtag(...one)).toMatchObject({ code: 0 })
    for (const refused of [[], ['--reprint'], ['--reprint', '--reason', ' ']])
      expect(await claimtag(...one, ...refused)).toMatchObject({ code: 2 })
    expect(await claimtag(...drawn)).toMatchObject({ code: 2 })
    expect(existsSync(join(out, 'audit.ndjson'))).toBe(false)
    const from = new Date().toISOString()
    expect(await claimtag(...one, '--reprint', '--reason', 'smudged "here"')).toMatchObject({ code: 0 })
    expect(await claimtag(...drawn, '--reprint', '--reason', 'for the file')).toMatchObject({ code: 0 })
    expect(await onPaper()).toEqual([devEui, devEui])

    const audit = auditOf(out)
    const by = userInfo().username
    expect(audit).toMatchObject([
      { at: audit[0]?.at, devEui, reason: 'smudged "here"', by, printer: url },
      { at: audit[1]?.at, devEui, reason: 'for the file', by, printer: picture },
    ])
    expect(from <= (audit[0]?.at ?? '')).toBe(true)

    const unknown = await claimtag('print', out, '--to', url, '--dev-eui', '0000000000000000')
    expect(unknown).toMatchObject({ code: 2 })
    expect(unknown.stderr).toContain('There is no label of 0000000000000000')
    // The job leaves out exactly the labels that were printed already.
    expect((await claimtag('print', out, '--to', url)).stderr).toContain(
      '79 labels printed, 1 was sent before',
    )
  })

  test.each([
    [['--as', 'svg', '--to', 'tcp://127.0.0.1:9'], 'add --as zpl'],
    [['--to', 'http://127.0.0.1:9'], 'tcp://host:9100'],
    [['--to', 'tcp://127.0.0.1:9', '--uncertain', 'maybe'], 'hold, reprint and printed'],
    [['--to', 'tcp://127.0.0.1:9', '--give-up', 'never'], '--give-up needs a whole number'],
  ])('%j is refused before a label is made', async (args, sentence) => {
    const out = join(place, 'never')
    const { code, stderr } = await claimtag('generate', few, '--out', out, ...args)
    expect(code).toBe(2)
    expect(stderr).toContain(sentence)
    expect(existsSync(out)).toBe(false)
  })
})

test('no part of a token is in what the command says or keeps of printing', () => {
  const kept = readdirSync(place).flatMap((name) =>
    [journalPath(join(place, name, 'labels')), join(place, name, 'labels', 'audit.ndjson')].filter(
      existsSync,
    ),
  )
  const everything = [...said, ...kept.map((path) => readFileSync(path, 'utf8'))].join('\n')
  expect(everything).toContain('"state":"uncertain"')
  expect(everything).toContain('for the file')
  const parts = devices.flatMap((device) => {
    const [, wire = ''] = /:O([A-Z2-7]+)/.exec(encode(device, thingpark)) ?? []
    expect(wire).toHaveLength(26)
    return [device.ownerToken, wire].flatMap((token) =>
      Array.from({ length: token.length - 5 }, (_, at) => token.slice(at, at + 6)),
    )
  })
  expect(parts.filter((part) => everything.includes(part))).toEqual([])
})
