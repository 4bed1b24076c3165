import { spawnSync } from 'node:child_process'
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { claimtag, emptyFolder } from '../command.ts'

const LOGO = { type: 'image', x: 1, y: 1, width: 5, height: 5, source: 'named' }
const TEMPLATE = JSON.stringify({
  name: 'logo',
  stock: { width: 50, height: 25 },
  elements: [{ type: 'qr', x: 10, y: 0, size: 25 }, LOGO],
})

/** Each place where a command reads a file that was named to it, or that such a file names. */
const PLACES: readonly (readonly [name: string, argv: readonly string[]])[] = [
  ['a configuration', ['plan', '--config', 'named']],
  ['a format', ['plan', '--format', './named']],
  ['a template', ['plan', '--template', './named']],
  ['a picture of a template', ['preview', '--template', 'template.json', '--out', 'a.png']],
  ['a picture of a code', ['decode', 'named']],
]

/** A file of 8 GiB that takes no space. */
function sparse(path: string): void {
  writeFileSync(path, '')
  truncateSync(path, 2 ** 33)
}

describe.each(PLACES)('%s', (_, argv) => {
  async function refusal(prepare: (path: string) => void): Promise<string> {
    const cwd = emptyFolder()
    writeFileSync(join(cwd, 'template.json'), TEMPLATE)
    prepare(join(cwd, 'named'))
    const { code, out, err } = await claimtag([...argv, '--json'], { cwd })
    expect(code).toBe(2)
    // `decode` goes on with its next file, so that it is a line of its output.
    if (argv[0] === 'decode') return (JSON.parse(out) as { error: { code: string } }).error.code
    return (JSON.parse(err.trimEnd().split('\n').at(-1) ?? '') as { code: string }).code
  }

  test.runIf(process.platform !== 'win32')('is no pipe, which would keep the command waiting', async () => {
    expect(await refusal((path) => spawnSync('mkfifo', [path]))).toBe('not-a-file')
  })

  test('is no folder', async () => {
    expect(await refusal((path) => mkdirSync(path))).toMatch(/^(not-a-file|usage)$/)
  })

  test('is not as large as a disk', async () => {
    expect(await refusal(sparse)).toBe('file-too-large')
  })
})

test.runIf(process.platform !== 'win32')('a template whose picture has no end is refused', async () => {
  const cwd = emptyFolder()
  writeFileSync(join(cwd, 'template.json'), TEMPLATE.replace('"named"', '"/dev/zero"'))
  const { code, err } = await claimtag(['preview', '--template', 'template.json', '--out', 'a.png'], { cwd })
  expect([code, err]).toEqual([2, 'claimtag: /dev/zero is not a file.\n'])
})
