import { execFileSync, spawn } from 'node:child_process'
import {
  closeSync,
  linkSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { assertNotInput, createFile } from '../../src/disk/create-file.ts'
import { temporaryFolder } from '../../../disk/test/temporary.ts'

const isPosix = process.platform !== 'win32'

describe('a file that was not there', () => {
  test('is for its owner alone from the first moment, whatever the umask', () => {
    const path = join(temporaryFolder(), 'label.zpl')
    const before = process.umask(0)
    const file = createFile(path)
    process.umask(before)
    expect(isPosix ? statSync(path).mode & 0o777 : 0o600).toBe(0o600)
    writeSync(file, 'label')
    closeSync(file)
    expect(readFileSync(path, 'utf8')).toBe('label')
  })

  test('has another mode when it holds no token', () => {
    const path = join(temporaryFolder(), 'claimtag.config.json')
    closeSync(createFile(path, 0o644))
    expect(isPosix ? statSync(path).mode & 0o077 & ~process.umask() : 0o044).toBe(0o044 & ~process.umask())
  })

  test('in a folder that is not there is an output that failed', () => {
    const path = join(temporaryFolder(), 'no', 'label.zpl')
    expect(() => createFile(path)).toThrow(
      expect.objectContaining({ issue: { code: 'output-failed', path, detail: 'ENOENT' } }),
    )
  })
})

describe('what is there stays as it is', () => {
  test('a file', () => {
    const path = join(temporaryFolder(), 'own.txt')
    writeFileSync(path, 'own work')
    expect(() => createFile(path)).toThrow(
      expect.objectContaining({ issue: { code: 'output-exists', path, mayForce: true } }),
    )
    expect(readFileSync(path, 'utf8')).toBe('own work')
  })

  test('a folder', () => {
    const path = temporaryFolder()
    expect(() => createFile(path)).toThrow(
      expect.objectContaining({ issue: { code: 'output-failed', path, detail: 'EISDIR' } }),
    )
  })

  test.runIf(isPosix).each(['present', 'absent'])('what a link leads to, %s', (name) => {
    const folder = temporaryFolder()
    const [path, target] = [join(folder, 'link'), join(folder, name)]
    if (name === 'present') writeFileSync(target, 'precious')
    symlinkSync(target, path)
    expect(() => createFile(path)).toThrow(
      expect.objectContaining({ issue: { code: 'output-is-link', path } }),
    )
    expect(statSync(target, { throwIfNoEntry: false })?.size).toBe(name === 'present' ? 8 : undefined)
  })
})

test.runIf(isPosix)('a device and a pipe are opened as they are', async () => {
  closeSync(createFile('/dev/null'))
  const folder = temporaryFolder()
  const [pipe, link] = [join(folder, 'port'), join(folder, 'link')]
  execFileSync('sh', ['-c', 'mkfifo "$0"', pipe])
  symlinkSync(pipe, link)
  for (const path of [pipe, link]) {
    const reader = spawn('cat', [pipe])
    const file = createFile(path)
    writeSync(file, 'label')
    closeSync(file)
    expect(await text(reader.stdout)).toBe('label')
  }
  expect(statSync(pipe).isFIFO()).toBe(true)
})

describe('an output that is an input', () => {
  test('is found through every spelling and link', () => {
    const folder = temporaryFolder()
    const input = join(folder, 'devices.csv')
    writeFileSync(input, 'devEui\n')
    mkdirSync(join(folder, 'a'))
    const spellings = [input, join(folder, 'a', '..', 'devices.csv')]
    if (isPosix) {
      symlinkSync(input, join(folder, 'soft'))
      linkSync(input, join(folder, 'hard'))
      symlinkSync(folder, join(folder, 'a', 'back'))
      spellings.push(join(folder, 'soft'), join(folder, 'hard'), join(folder, 'a', 'back', 'devices.csv'))
    }
    for (const path of spellings)
      expect(() => assertNotInput(path, ['/nowhere', input])).toThrow(
        expect.objectContaining({ issue: { code: 'output-is-input', path } }),
      )
  })

  test('is no other file, and none that is not there', () => {
    const folder = temporaryFolder()
    const input = join(folder, 'devices.csv')
    writeFileSync(input, 'devEui\n')
    writeFileSync(join(folder, 'other.csv'), 'devEui\n')
    for (const name of ['other.csv', 'absent.csv'])
      expect(() => assertNotInput(join(folder, name), [input])).not.toThrow()
  })
})
