import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, onTestFinished, test } from 'vitest'
import { report } from '../src/failure.ts'
import type { Io } from '../src/output/io.ts'
import { run } from '../src/run.ts'

interface Heard {
  readonly io: Io
  readonly out: () => string
  readonly err: () => string
}

const sink = (into: string[]) => ({ write: (text: string | Uint8Array) => into.push(String(text)) })

function listen(argv: readonly string[], { input = '', signal = new AbortController().signal } = {}): Heard {
  const cwd = mkdtempSync(join(tmpdir(), 'claimtag-cli-'))
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }))
  const [out, err]: [string[], string[]] = [[], []]
  const io = {
    argv,
    env: {},
    cwd,
    stdin: Readable.from([input]),
    stdout: sink(out),
    stderr: sink(err),
    signal,
  }
  return { io, out: () => out.join(''), err: () => err.join('') }
}

const DEVICE = 'devEui,appEui,ownerToken\n70B3D57ED00A0004,70B3D57ED0000002,ecQSH8YIV9/+/HS5mcyF8Q==\n'

test.each([
  [['completion', 'constructor'], 'Completion is there for bash'],
  [['preview', 'devices.csv', '--template', 'constructor'], 'There is no template constructor.'],
])('a name that every object has is no name of ours: %j', async (argv, sentence) => {
  await expect(run(listen(argv).io)).rejects.toThrow(sentence)
})

test("a format's own field is printed by its own name", async () => {
  const heard = listen(['decode', 'AB:0004A310001AAED6:XY', '--format', 'own.json'])
  const document = {
    id: 'own',
    title: 'Own',
    prefix: 'AB:',
    separator: ':',
    fields: [{ name: 'devEui' }, { name: 'constructor' }],
  }
  writeFileSync(join(heard.io.cwd, 'own.json'), JSON.stringify(document))
  expect(await run(heard.io)).toBe(0)
  expect(heard.out()).toMatch(/^constructor {5}XY$/m)
})

test('a command line is a pure function of argv and io', async () => {
  const heard = listen(['generate', '-', '--out', 'labels', '--dry-run', '--json'], { input: DEVICE })
  expect(await run(heard.io)).toBe(0)
  expect(JSON.parse(heard.out())).toMatchObject({ state: 'checked', read: 1, withheld: 1 })
  const events = heard
    .err()
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { type: string }).type)
  expect(events).toContain('checked')
})

test('flags win over the configuration, and its files lie beside it', async () => {
  const heard = listen(['plan', '--json', '--dpi', '600'])
  const { cwd } = heard.io
  const fields = [{ name: 'devEui' }]
  writeFileSync(
    join(cwd, 'own.json'),
    JSON.stringify({ id: 'own', title: 'Own', prefix: 'OWN:', separator: ':', fields }),
  )
  writeFileSync(join(cwd, 'claimtag.config.json'), JSON.stringify({ format: 'own.json', dpi: 300 }))
  // TYPICAL devices have fields that this format does not carry.
  await expect(run(heard.io)).rejects.toThrow('name a file of devices')
  const named = listen(
    ['plan', '-', '--json', '--dpi', '600', '--config', join(cwd, 'claimtag.config.json')],
    {
      input: 'devEui\n70B3D57ED00A0004\n',
    },
  )
  expect(await run(named.io)).toBe(0)
  expect(JSON.parse(named.out())).toMatchObject({ dpi: 600, symbols: [{ version: 1 }] })
})

describe('what goes wrong', () => {
  test('an interruption before the first label is 130 with the command to start again', async () => {
    const stop = new AbortController()
    const heard = listen(['generate', '-', '--out', 'labels'], { input: DEVICE, signal: stop.signal })
    stop.abort()
    const error = await run(heard.io).catch((thrown: unknown) => thrown)
    expect(report(error, heard.io)).toBe(130)
    expect(heard.err()).toBe('Stopped. To start again:\n  claimtag generate - --out labels\n')
  })

  test('our own fault is 1 and a sentence, not a stack', () => {
    const heard = listen([])
    expect(report(new TypeError('x is not a function'), heard.io)).toBe(1)
    expect(heard.err()).toBe('claimtag failed: x is not a function\n')
  })

  test('a bad sentence in a format document names its place', async () => {
    const heard = listen(['plan', '--format', 'bad.json'])
    writeFileSync(join(heard.io.cwd, 'bad.json'), '{"id":"bad"}')
    const error = await run(heard.io).catch((thrown: unknown) => thrown)
    expect(report(error, heard.io)).toBe(2)
    expect(heard.err()).toContain('format document is wrong')
  })

  test.each([
    [['--volume', '3'], '--volume is for pdf alone: add --as pdf.'],
    [['--start', '2'], '--start is for pdf alone'],
    [['--cut-marks'], '--cut-marks is for pdf alone'],
    [['--no-csv-guard'], '--no-csv-guard is for csv alone: add --as csv.'],
    [['--media', '62'], '--media is for brother alone'],
    [['--pack', 'zip', '--as', 'zpl'], '--pack is for png and svg alone: add --as png.'],
  ])('%j would change nothing', async (args, sentence) => {
    await expect(
      run(listen(['generate', '-', '--out', 'labels', ...args], { input: DEVICE }).io),
    ).rejects.toThrow(sentence)
  })

  test.each([
    ['--workers', '100000', 'not 100,000.'],
    ['--workers', '65', '--workers takes 0 to '],
    ['--workers', '-1', '--workers needs a whole number.'],
    ['--chunk', '0', '--chunk takes 1 to 10,000 here, not 0.'],
    ['--chunk', '1e9', '--chunk takes 1 to 10,000 here'],
    ['--chunk', '', '--chunk needs a whole number.'],
  ])('%s %s is past what helps', async (flag, value, sentence) => {
    const heard = listen(['generate', '-', '--out', 'labels', flag, value], { input: DEVICE })
    await expect(run(heard.io)).rejects.toThrow(sentence)
    expect(readdirSync(heard.io.cwd)).toEqual([])
  })

  test('a bound holds in the configuration, too', async () => {
    const heard = listen(['generate', '-', '--out', 'labels'], { input: DEVICE })
    writeFileSync(join(heard.io.cwd, 'claimtag.config.json'), JSON.stringify({ workers: 300 }))
    await expect(run(heard.io)).rejects.toThrow('--workers takes 0 to')
  })

  test('a file of devices in the place of a configuration says nothing of its tokens', async () => {
    const heard = listen(['plan', '--config', 'devices.json'])
    const devices = '[{"devEui":"70B3D57ED00A0004","ownerToken": ecQSH8YIV9/+/HS5mcyF8Q==}]'
    writeFileSync(join(heard.io.cwd, 'devices.json'), devices)
    const error = await run(heard.io).catch((thrown: unknown) => thrown as Error)
    expect(String(error)).toContain('devices.json is not JSON: ')
    expect(String(error)).not.toMatch(/ecQSH|ownerT/)
  })

  test('a format that is only read is called so, and not one that needs real devices', async () => {
    await expect(run(listen(['plan', '--format', 'dragino']).io)).rejects.toThrow('only read')
  })

  test('a label that is too small comes with the command that knows a better one', async () => {
    const heard = listen(['generate', '-', '--out', 'labels', '--template', '10x10'], { input: DEVICE })
    const error = await run(heard.io).catch((thrown: unknown) => thrown)
    expect(report(error, heard.io)).toBe(2)
    expect(heard.err()).toContain('claimtag plan names the smallest stock that works.')
  })

  test.each([
    ['labels', 'There is no job in'],
    [undefined, 'Say which job'],
  ])('verify takes the folder %s from the configuration', async (out, sentence) => {
    const heard = listen(['verify'])
    writeFileSync(join(heard.io.cwd, 'claimtag.config.json'), JSON.stringify({ out }))
    await expect(run(heard.io)).rejects.toThrow(sentence)
  })
})

async function say(argv: readonly string[], input: string): Promise<readonly string[]> {
  const heard = listen(['generate', '-', ...argv], { input })
  await run(heard.io)
  return heard.err().replaceAll(heard.io.cwd, '.').trim().split('\n')
}

describe('what is said of a file of devices', () => {
  const OTHER = '70B3D57ED00A0009,70B3D57ED0000002,rEbIvN9yjnD+bM6GHjPmsA==\n'
  test.each([
    ['one label', DEVICE, ['✓ 1 label in ./labels, all read back']],
    ['two', DEVICE + OTHER, ['✓ 2 labels in ./labels, all read back']],
  ])('%s', async (_, input, said) => {
    expect(await say(['--out', 'labels'], input)).toEqual(said)
  })

  test.each([
    ['zpl-native', 'compared'],
    ['csv', 'compared'],
    ['csv,zpl', 'read back'],
  ])('%s, which is %s', async (as, how) => {
    expect(await say(['--out', 'labels', '--as', as], DEVICE)).toEqual([`✓ 1 label in ./labels, all ${how}`])
  })

  test('a bad row', async () => {
    const bad = await say(['--out', 'labels'], `${DEVICE}${OTHER}zz,,\n`)
    expect(bad.at(-1)).toBe(
      '1 of 3 rows is refused (see ./labels/refused.csv), so no label was made: correct it, or label the other 2 with --skip-bad-rows.',
    )
    const skipped = await say(['--out', 'labels', '--skip-bad-rows'], `${DEVICE}${OTHER}zz,,\n`)
    expect(skipped.slice(-2)).toEqual([
      '✓ 2 labels in ./labels, all read back',
      'Of 3 rows, 1 is refused (see ./labels/refused.csv).',
    ])
  })

  test('a dry run, which needs no folder', async () => {
    const [, ...said] = await say(['--dry-run'], `${DEVICE}${OTHER}zz,,\n`)
    expect(said).toEqual(['Of 3 rows, 2 could be labelled, 1 is refused. Nothing was written.'])
  })
})
