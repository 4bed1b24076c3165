import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  closeSync,
  fstatSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { writeFilesDurably } from '../src/durable.ts'
import { makePrivateFolder } from '../src/folder.ts'
import { writeNewFile } from '../src/new-file.ts'
import { createFile, openOwnToRead, openToGoOn } from '../src/open.ts'
import { readOwnFile } from '../src/read-whole.ts'
import { publishFile } from '../src/publish.ts'
import { temporaryFolder } from './temporary.ts'

const isWindows = process.platform === 'win32'
const isRoot = process.getuid?.() === 0

function having(path: string, content = 'precious'): string {
  writeFileSync(path, content)
  return path
}

const code = (name: string) => expect.objectContaining({ code: name })

describe.skipIf(isWindows)('a new file', () => {
  test('is private from its first moment, whatever the umask', () => {
    const before = process.umask(0)
    try {
      const file = createFile(join(temporaryFolder(), 'new'))
      expect(fstatSync(file).mode & 0o777).toBe(0o600)
      closeSync(file)
    } finally {
      process.umask(before)
    }
  })

  test('is made of nothing that is there: no file, no folder, and no link wherever it leads', () => {
    const folder = temporaryFolder()
    const file = having(join(folder, 'file'))
    symlinkSync(file, join(folder, 'link'))
    symlinkSync(join(folder, 'nowhere'), join(folder, 'loose'))
    mkdirSync(join(folder, 'folder'))
    for (const name of ['file', 'link', 'loose', 'folder']) {
      expect(() => createFile(join(folder, name))).toThrow(code('file-exists'))
      expect(() => writeNewFile(join(folder, name), 'x')).toThrow(code('file-exists'))
    }
    expect(readFileSync(file, 'utf8')).toBe('precious')
    expect(readdirSync(folder)).not.toContain('nowhere')
  })

  test('that cannot be written whole is not left there', () => {
    const folder = temporaryFolder()
    expect(() => writeNewFile(join(folder, 'x'), { length: 1 } as unknown as Uint8Array)).toThrow(TypeError)
    expect(readdirSync(folder)).toEqual([])
  })

  test('may be a device, which is not made private', () => {
    const { mode } = statSync('/dev/null')
    writeNewFile('/dev/null', 'x')
    expect(statSync('/dev/null').mode).toBe(mode)
  })

  test('may be a pipe that somebody reads from', () => {
    const pipe = join(temporaryFolder(), 'pipe')
    expect(spawnSync('mkfifo', [pipe]).status).toBe(0)
    const { stdout } = spawnSync('sh', [
      '-c',
      `cat "$1" & "$2" -e '${WRITE}' "$1"; wait`,
      'sh',
      pipe,
      process.execPath,
    ])
    expect(stdout.toString()).toBe('label')
  })
})

const WRITE = `import(${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)}).then((disk) => disk.writeNewFile(process.argv[1], "label"))`

describe.skipIf(isWindows)('a file to go on with', () => {
  test('becomes private, and keeps what is in it', () => {
    const path = having(join(temporaryFolder(), 'file'), 'begun')
    chmodSync(path, 0o666)
    const file = openToGoOn(path)
    expect(fstatSync(file).mode & 0o777).toBe(0o600)
    closeSync(file)
    expect(readFileSync(path, 'utf8')).toBe('begun')
  })

  test('is neither made nor anything but a file of its own', () => {
    const folder = temporaryFolder()
    const file = having(join(folder, 'file'))
    chmodSync(file, 0o644)
    symlinkSync(file, join(folder, 'link'))
    symlinkSync(join(folder, 'nowhere'), join(folder, 'loose'))
    mkdirSync(join(folder, 'folder'))
    spawnSync('mkfifo', [join(folder, 'pipe')])
    expect(() => openToGoOn(join(folder, 'missing'))).toThrow(code('ENOENT'))
    for (const name of ['link', 'loose']) {
      expect(() => openToGoOn(join(folder, name))).toThrow(code('file-linked'))
      expect(() => openOwnToRead(join(folder, name))).toThrow(code('file-linked'))
    }
    for (const name of ['folder', 'pipe']) {
      expect(() => openToGoOn(join(folder, name))).toThrow(code('not-a-file'))
      expect(() => readOwnFile(join(folder, name))).toThrow(code('not-a-file'))
    }
    linkSync(file, join(folder, 'second-name'))
    expect(() => openToGoOn(file)).toThrow(code('file-linked'))
    expect(statSync(file).mode & 0o777).toBe(0o644)
  })

  test.runIf(isRoot)('is none of another user', () => {
    const path = having(join(temporaryFolder(), 'file'))
    chownSync(path, 12_345, 12_345)
    expect(() => openToGoOn(path)).toThrow(code('not-ours'))
    expect(readdirSync(join(path, '..'))).toEqual(['file'])
  })
})

test('a file gets its final name only where nothing has it', () => {
  const folder = temporaryFolder()
  const [part, final] = [having(join(folder, 'a.part'), 'whole'), join(folder, 'a')]
  publishFile(part, final)
  expect(readFileSync(final, 'utf8')).toBe('whole')
  having(part, 'another')
  expect(() => publishFile(part, final)).toThrow(code('file-exists'))
  expect(readFileSync(final, 'utf8')).toBe('whole')
})

test.skipIf(isWindows)('a folder of ours is closed to others, and no link', () => {
  const folder = temporaryFolder()
  const open = join(folder, 'open')
  mkdirSync(open)
  chmodSync(open, 0o777)
  makePrivateFolder(open)
  expect(statSync(open).mode & 0o777).toBe(0o700)
  symlinkSync(open, join(folder, 'link'))
  expect(() => makePrivateFolder(join(folder, 'link'))).toThrow(code('not-a-folder'))
  expect(() => makePrivateFolder(having(join(folder, 'file')))).toThrow(code('EEXIST'))
  makePrivateFolder(join(folder, 'new', 'deep'))
  expect(statSync(join(folder, 'new', 'deep')).mode & 0o777).toBe(0o700)
})

test.skipIf(isWindows)('files that are put in their places go through no folder that is a link', () => {
  const folder = temporaryFolder()
  const other = join(folder, 'other')
  const out = join(folder, 'out')
  mkdirSync(other)
  mkdirSync(out)
  symlinkSync(other, join(out, '00000'))
  const files = [{ path: '00000/a.png', bytes: Buffer.from('label') }]
  expect(() => writeFilesDurably(out, join(folder, 'staging'), files)).toThrow(code('not-a-folder'))
  expect(readdirSync(other)).toEqual([])
})

test.skipIf(isWindows)('a thousand files need few descriptors at a time', () => {
  const folder = temporaryFolder()
  const program = `
    const { writeFilesDurably } = await import(${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)})
    const files = Array.from({ length: 1000 }, (_, i) => ({ path: 'f/' + i, bytes: Buffer.from([1]) }))
    writeFilesDurably(process.argv[1], process.argv[1] + '/staging', files)`
  const { status, stderr } = spawnSync('sh', [
    '-c',
    'ulimit -n 64 && exec "$0" --input-type=module -e "$1" "$2"',
    process.execPath,
    program,
    folder,
  ])
  expect([status, stderr.toString()]).toEqual([0, ''])
  expect(readdirSync(join(folder, 'f'))).toHaveLength(1000)
})
