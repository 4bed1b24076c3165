import { array, assert, asyncProperty, constantFrom, dictionary, oneof, property } from 'fast-check'
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { visible, visibleJson } from '../src/settings/visible.ts'
import { claimtag, emptyFolder, type Ended } from './command.ts'

const HOSTILE = [
  ...Array.from({ length: 0x20 }, (_, code) => String.fromCharCode(code)),
  ...Array.from({ length: 0x21 }, (_, code) => String.fromCharCode(0x7f + code)),
  ...Array.from('\u061C\u200E\u200F\u2028\u2029\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069'),
]
/** Sequences that terminals execute: colours, title, clipboard, clearing, reports that type for the person. */
const SEQUENCES = [
  '\u001B[31m',
  '\u001B]0;owned\u0007',
  '\u001B]52;c;aGk=\u0007',
  '\u001B[2J',
  '\u009B6n',
  '\u001B[c',
  '\r\u001B[K',
]

const hostile = array(
  oneof(constantFrom(...HOSTILE), constantFrom(...SEQUENCES), constantFrom('a', 'Z', '7', ' ', 'ü')),
  {
    minLength: 1,
    maxLength: 12,
  },
).map((parts) => parts.join(''))

/** No system allows these in a name, and one of 255 bytes is too long. */
const hostileName = hostile
  .map((name) => name.replaceAll('\u0000', '').replaceAll('/', ''))
  .filter((name) => name.trim() !== '' && !/^\.+$/.test(name) && Buffer.byteLength(name) < 100)

// oxlint-disable-next-line no-control-regex
const RAW = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/
/** The command's own sequences: styles, and the line of the progress bar. */
// oxlint-disable-next-line no-control-regex
const OWN = /\r\u001B\[K|\u001B\[(?:1|22|2|31|32|33|39|0|30;107)m/g

function rawIn({ out, err }: Ended, terminal: boolean): readonly string[] {
  return [out, err].filter((text) => RAW.test(terminal ? text.replaceAll(OWN, '') : text))
}

const TOKEN = 'ecQSH8YIV9/+/HS5mcyF8Q=='
const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`

/** Every command, with names, headings and cells chosen by an attacker. */
async function everyCommand(name: string, cell: string, terminal: boolean): Promise<readonly Ended[]> {
  const cwd = emptyFolder()
  const devices = `${name}.csv`
  writeFileSync(
    join(cwd, devices),
    `devEui,appEui,${quoted(cell)},ownerToken,Serial\n70B3D57ED00A0004,70B3D57ED0000002,${quoted(cell)},${TOKEN},26W1\n` +
      `${quoted(cell)},70B3D57ED0000002,x,${TOKEN},${quoted(cell)}\n`,
  )
  writeFileSync(join(cwd, `${name}.json`), JSON.stringify({ [cell]: 1 }))
  writeFileSync(join(cwd, `${name}.bad.json`), `{ ${cell}`)
  writeFileSync(join(cwd, `${name}.png`), cell)
  const run = (...argv: string[]): Promise<Ended> =>
    claimtag(argv, { cwd, input: `${cell}\nLW:D0:${cell}\n`, terminal })
  const ended = [
    await run('generate', devices, '--out', name),
    await run('generate', devices, '--out', name, '--skip-bad-rows', '--as', 'png,csv'),
    await run('generate', devices, '--out', 'json', '--skip-bad-rows', '--json'),
    await run('generate', devices, '--column', `devEui=${cell}`, '--dry-run'),
    await run('generate', `${name}.none`, '--out', name),
    await run('generate', '-', '--out', 'stdin', '--as', cell),
    await run('verify', name),
    await run('print', name, '--to', cell),
    await run('print', name, '--dev-eui', '70B3D57ED00A0004', '--as', 'zpl', '--out', `${name}.zpl`),
    await run('print', name, '--dev-eui', cell, '--as', 'zpl', '--out', `${name}.zpl`),
    await run('plan', devices, '--template', `${name}.json`),
    await run('plan', devices, '--format', `${name}.json`),
    await run('plan', devices, '--stock', cell),
    await run('plan', '--config', `${name}.json`),
    await run('plan', '--config', `${name}.bad.json`),
    await run('preview', devices),
    await run('preview', devices, '--out', `${name}.x.png`),
    await run('decode', cell, '-'),
    await run('decode', `${name}.png`),
    await run('decode', `OWN:70B3D57ED00A0004:${cell}`, '--format', 'tr005'),
    await run('formats', `--${cell}`),
    await run('completion', cell),
    await run(cell),
    await run('init', cell),
  ]
  // A job whose folder was changed by others: a label under another name.
  const made = join(cwd, name)
  mkdirSync(made, { recursive: true })
  const label = readdirSync(made).find((file) => file.endsWith('.png'))
  if (label !== undefined) renameSync(join(made, label), join(made, `${name}.png`))
  return [...ended, await run('verify', name)]
}

describe.runIf(process.platform !== 'win32')('nothing from outside acts on a terminal', () => {
  test.each([true, false])(
    'whatever names, headings and cells say (terminal: %s)',
    async (terminal) => {
      await assert(
        asyncProperty(hostileName, hostile, async (name, cell) => {
          for (const ended of await everyCommand(name, cell, terminal))
            expect(rawIn(ended, terminal)).toEqual([])
        }),
        { numRuns: 12 },
      )
    },
    120_000,
  )

  test('what was there can still be told', async () => {
    const cwd = emptyFolder()
    const { code, err } = await claimtag(['generate', 'a\u001B[31m\u202E.csv', '--out', 'x'], { cwd })
    expect(code).toBe(2)
    expect(err).toBe(`claimtag: There is no file ${cwd}/a\\u001B[31m\\u202E.csv.\n`)
  })
})

test('JSON says the same, spelled out', () => {
  assert(
    property(dictionary(hostile, hostile), (value) => {
      const json = visibleJson(value)
      expect(JSON.parse(json)).toEqual(value)
      expect(json).not.toMatch(RAW)
    }),
  )
})

test('a text without such characters stays as it is', () => {
  expect(visible('Größe 25 × 12 mm – 標籤 👍 \u00AD')).toBe('Größe 25 × 12 mm – 標籤 👍 \u00AD')
})

function sourcesWith(pattern: RegExp): readonly string[] {
  const src = fileURLToPath(new URL('../src', import.meta.url))
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && pattern.test(codeOf(readFileSync(join(src, file), 'utf8'))))
    .sort()
}

/** A source without its docstrings, whose examples may write where they like. */
function codeOf(source: string): string {
  return source.replaceAll(/\/\*\*[^]*?\*\//g, '')
}

test('one file writes to the streams, and one opens files', () => {
  // main and standard-output are the process's own streams, which output writes to.
  expect(sourcesWith(/\.write\(|console\./)).toEqual([
    'main.ts',
    'output/output.ts',
    'output/standard-output.ts',
  ])
  // An import file grows line by line over many commands; an output is written once.
  expect(sourcesWith(/createFile\(/)).toEqual([
    'codes/key-file.ts',
    'output/write-output.ts',
    'provisioning/import-file.ts',
  ])
  expect(sourcesWith(/(?:writeFile|appendFile|open|copyFile)(?:Sync)?\(|createWriteStream/)).toEqual([])
})
