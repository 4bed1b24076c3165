import { linkSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { claimtag, emptyFolder } from '../command.ts'

const DEVICE = 'devEui,appEui,ownerToken\n70B3D57ED00A0004,70B3D57ED0000002,ecQSH8YIV9/+/HS5mcyF8Q==\n'
const isPosix = process.platform !== 'win32'

async function workplace(): Promise<string> {
  const cwd = emptyFolder()
  writeFileSync(join(cwd, 'devices.csv'), DEVICE)
  await claimtag(['generate', 'devices.csv', '--out', 'labels', '--as', 'png,zpl'], { cwd })
  return cwd
}

/** Every way in which a command writes a file that a person named. */
const WRITERS = [
  ['print', ['print', 'labels', '--dev-eui', '70B3D57ED00A0004', '--as', 'zpl', '--out', 'FILE']],
  [
    'print, drawn again',
    [
      'print',
      'labels',
      '--dev-eui',
      '70B3D57ED00A0004',
      '--devices',
      'devices.csv',
      '--as',
      'png',
      '--out',
      'FILE',
    ],
  ],
  ['preview', ['preview', 'devices.csv', '--out', 'FILE']],
  ['init', ['init']],
] as const

const fileOf = (argv: readonly string[], name: string): string =>
  argv.includes('FILE') ? name : 'claimtag.config.json'
const named = (argv: readonly string[], name: string): string[] =>
  argv.map((part) => (part === 'FILE' ? name : part))

describe.each(WRITERS)('%s', (writer, argv) => {
  test('makes a file, and never a second time unasked', async () => {
    const cwd = await workplace()
    const file = join(cwd, fileOf(argv, 'one'))
    expect(await claimtag(named(argv, 'one'), { cwd })).toMatchObject({ code: 0 })
    const made = readFileSync(file)
    writeFileSync(file, 'own work')
    const { code, err } = await claimtag(named(argv, 'one'), { cwd })
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(`${file} is there already`) })
    expect(err).toContain('--force')
    expect(readFileSync(file, 'utf8')).toBe('own work')
    expect(await claimtag([...named(argv, 'one'), '--force'], { cwd })).toMatchObject({ code: 0 })
    expect(readFileSync(file).equals(made)).toBe(true)
    // No temporary file remains.
    expect(readdirSync(cwd).filter((name) => name.endsWith('.new'))).toEqual([])
  })

  test.runIf(isPosix)('writes through no link, even when it may replace', async () => {
    const cwd = await workplace()
    writeFileSync(join(cwd, 'precious'), 'precious')
    symlinkSync('precious', join(cwd, fileOf(argv, 'link')))
    for (const more of [[], ['--force']]) {
      const { code, err } = await claimtag([...named(argv, 'link'), ...more], { cwd })
      expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('is a symbolic link') })
    }
    expect(readFileSync(join(cwd, 'precious'), 'utf8')).toBe('precious')
  })

  test.runIf(isPosix && writer !== 'init')(
    'is for its owner alone, also in the place of an open file',
    async () => {
      const cwd = await workplace()
      writeFileSync(join(cwd, 'open'), 'x', { mode: 0o666 })
      const { ino } = statSync(join(cwd, 'open'))
      expect(await claimtag([...named(argv, 'open'), '--force'], { cwd })).toMatchObject({ code: 0 })
      const found = statSync(join(cwd, 'open'))
      expect(found.mode & 0o077).toBe(0)
      // A new file: programs that had the old one open do not see its content.
      expect(found.ino).not.toBe(ino)
    },
  )
})

test.runIf(isPosix)('no output is what the command reads, by whichever name', async () => {
  const cwd = await workplace()
  linkSync(join(cwd, 'devices.csv'), join(cwd, 'hard'))
  writeFileSync(join(cwd, 'claimtag.config.json'), '{}')
  for (const file of ['devices.csv', './labels/../devices.csv', 'hard', 'claimtag.config.json']) {
    const preview = await claimtag(['preview', 'devices.csv', '--out', file, '--force'], { cwd })
    expect([file, preview.code, preview.err]).toEqual([
      file,
      2,
      expect.stringContaining('is read by the same command'),
    ])
  }
  const one = ['print', 'labels', '--dev-eui', '70B3D57ED00A0004', '--as', 'zpl', '--force', '--out']
  for (const file of ['labels/labels.zpl', 'labels/job.json', 'labels/.claimtag/key']) {
    const printed = await claimtag([...one, file], { cwd })
    expect([file, printed.code, printed.err]).toEqual([file, 2, expect.stringContaining('is read by')])
  }
  expect(await claimtag([...one, 'hard', '--devices', 'devices.csv'], { cwd })).toMatchObject({ code: 2 })
  expect(readFileSync(join(cwd, 'devices.csv'), 'utf8')).toBe(DEVICE)
  expect(await claimtag(['verify', 'labels'], { cwd })).toMatchObject({ code: 0 })
})

test('a label that cannot be given leaves no file, and a place that cannot take it no trace in the audit', async () => {
  const cwd = await workplace()
  const none = ['print', 'labels', '--dev-eui', '70B3D57ED00A0009', '--as', 'zpl', '--out', 'one']
  expect(await claimtag(none, { cwd })).toMatchObject({ code: 2 })
  expect(readdirSync(cwd)).not.toContain('one')
  writeFileSync(join(cwd, 'old'), 'old')
  expect(await claimtag([...none.slice(0, -1), 'old', '--force'], { cwd })).toMatchObject({ code: 2 })
  expect(readFileSync(join(cwd, 'old'), 'utf8')).toBe('old')
  expect(readdirSync(cwd).filter((name) => name.endsWith('.new'))).toEqual([])
})
