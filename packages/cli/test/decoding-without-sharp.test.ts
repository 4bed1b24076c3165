import { fileURLToPath } from 'node:url'
import { expect, test, vi } from 'vitest'
import { claimtag, emptyFolder } from './command.ts'

vi.mock('sharp', () => {
  throw new Error('not installed')
})

const picture = (name: string): string =>
  fileURLToPath(new URL(`../../../test/data/pictures/${name}`, import.meta.url))

test('WebP is named where sharp is not installed, and a PNG is read all the same', async () => {
  const argv = ['decode', picture('24-label.webp'), picture('20-transparent.png'), '--json']
  const { code, out } = await claimtag(argv, { cwd: emptyFolder() })
  expect(code).toBe(3)
  const [webp, png] = out.trimEnd().split('\n')
  expect(JSON.parse(webp ?? '')).toMatchObject({
    error: {
      code: 'unsupported-format',
      message:
        'This is WebP, which is not decoded here: install the package sharp, or convert it to PNG or JPEG.',
    },
  })
  expect(JSON.parse(png ?? '')).toMatchObject({ ok: true })
})
