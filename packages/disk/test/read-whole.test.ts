import { readNamedFile, readOwnFile } from '@claimtag/disk'
import { execFileSync, spawnSync } from 'node:child_process'
import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { temporaryFile, temporaryFolder } from './temporary.ts'

const code = (text: string) => expect.objectContaining({ code: text })
const isPosix = process.platform !== 'win32'

describe('a file that is read whole', () => {
  test.each([0, 1, 65_535, 65_536, 65_537, 200_000])('has %i bytes, or one more than it may', (length) => {
    const bytes = Buffer.alloc(length, 'abc')
    const path = temporaryFile(bytes)
    expect(readNamedFile(path, length).equals(bytes)).toBe(true)
    expect(readNamedFile(path, length + 1).equals(bytes)).toBe(true)
    if (length === 0) return
    expect(() => readNamedFile(path, length - 1)).toThrow(code('file-too-large'))
    expect(() => readOwnFile(path, length - 1)).toThrow(code('file-too-large'))
  })

  test('may be behind a link, and has to be there', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'file'), 'text')
    expect(() => readNamedFile(join(folder, 'missing'), 10)).toThrow(code('ENOENT'))
    if (!isPosix) return
    symlinkSync('file', join(folder, 'link'))
    expect(readNamedFile(join(folder, 'link'), 10).toString()).toBe('text')
  })

  test.runIf(isPosix)('is no device, no folder, and no pipe that nothing writes to', () => {
    const folder = temporaryFolder()
    const pipe = join(folder, 'pipe')
    expect(spawnSync('mkfifo', [pipe]).status).toBe(0)
    symlinkSync(pipe, join(folder, 'link'))
    for (const path of [pipe, join(folder, 'link'), folder, '/dev/zero', '/dev/null'])
      expect(() => readNamedFile(path, 10)).toThrow(code('not-a-file'))
  })

  test.runIf(isPosix)('may be a pipe that the shell has made, up to the same length', () => {
    const built = fileURLToPath(new URL('../dist/index.js', import.meta.url))
    const program = `
      import { readNamedFile } from ${JSON.stringify(built)}
      for (const most of [5, 4]) {
        try { console.log(String(readNamedFile('/dev/stdin', most))) } catch ({ code }) { console.log(code) }
      }`
    const script = join(temporaryFolder(), 'read.mjs')
    writeFileSync(script, program)
    const said = (shell: string): string =>
      execFileSync('sh', ['-c', shell, process.execPath, script], { encoding: 'utf8' }).trim()
    // The second time the pipe is empty.
    expect(said('printf hello | "$0" "$1"')).toBe('hello')
    expect(said('printf hello+ | "$0" "$1"')).toBe('file-too-large')
  })
})
