import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, onTestFinished, test } from 'vitest'
import { run } from '../src/run.ts'

const rows = Array.from({ length: 30 }, (_, index) => {
  const devEui = (0x70b3d57ed0300000n + BigInt(index)).toString(16)
  return `${devEui},70B3D57ED0000001,${Buffer.from(`token of ${devEui}`).toString('base64')}`
})
const DEVICES = `devEui,appEui,ownerToken\n${rows.join('\n')}\n`

interface Place {
  readonly cwd: string
  readonly claimtag: (...argv: string[]) => Promise<{ readonly code: number; readonly err: string }>
}

function place(): Place {
  const cwd = mkdtempSync(join(tmpdir(), 'claimtag-pages-'))
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }))
  writeFileSync(join(cwd, 'devices.csv'), DEVICES)
  return {
    cwd,
    async claimtag(...argv) {
      const said: string[] = []
      const stderr = { write: (text: string | Uint8Array) => said.push(String(text)) }
      const stdout = { write: () => 0 }
      const { signal } = new AbortController()
      const code = await run({ argv, env: {}, cwd, stdin: Readable.from([]), stdout, stderr, signal })
      return { code, err: said.join('') }
    },
  }
}

const pdfsOf = (cwd: string): readonly string[] =>
  readdirSync(join(cwd, 'labels'))
    .filter((name) => name.endsWith('.pdf'))
    .sort()

const GENERATE = ['generate', 'devices.csv', '--out', 'labels', '--as'] as const

test('PDFs are made in volumes, from a begun sheet on, and looked at as wholes', async () => {
  const { cwd, claimtag } = place()
  const flags = [
    '--template',
    'sheet-a4-l7160',
    '--volume',
    '21',
    '--start',
    '20',
    '--offset',
    '1,-0.5',
    '--cut-marks',
  ]
  expect(await claimtag(...GENERATE, 'pdf', ...flags)).toMatchObject({ code: 0 })
  expect(pdfsOf(cwd)).toEqual(['labels-00001.pdf', 'labels-00002.pdf'])
  const [first = '', second = ''] = readFileSync(join(cwd, 'labels/manifest.ndjson'), 'utf8')
    .split('\n')
    .filter((_, index) => index === 0 || index === 2)
  expect(JSON.parse(first)).toMatchObject({ files: [{ file: 'labels-00001.pdf', page: 1, place: 20 }] })
  expect(JSON.parse(second)).toMatchObject({ files: [{ file: 'labels-00001.pdf', page: 2, place: 1 }] })
  const pages = readFileSync(join(cwd, 'labels/labels-00001.pdf'), 'latin1')
  // Place 20, in the last row's middle, a millimetre to the right: 74.2 mm, and 267 + 0.5 mm from the foot of the page.
  expect(pages).toMatch(/\nq 1 0 0 1 210\.\d+ /)
  // Cut marks are bars of 0.1 mm.
  expect(pages).toMatch(/0\.283 8\.504 re f/)
  expect(await claimtag('verify', 'labels')).toMatchObject({ code: 0 })
  rmSync(join(cwd, 'labels/labels-00001.pdf'))
  writeFileSync(join(cwd, 'labels/labels-00003.pdf'), pages)
  const { code, err } = await claimtag('verify', 'labels')
  expect(code).toBe(4)
  expect(err).toContain('labels-00001.pdf (21 labels) is missing.')
  expect(err).toContain('labels-00003.pdf does not belong to the job.')
})

test('what is in a Brother QL comes from a flag, or from the configuration', async () => {
  const { cwd, claimtag } = place()
  writeFileSync(join(cwd, 'claimtag.config.json'), JSON.stringify({ media: '62', dpi: 300 }))
  expect(await claimtag(...GENERATE, 'brother')).toMatchObject({ code: 0 })
  expect(JSON.parse(readFileSync(join(cwd, 'labels/job.json'), 'utf8'))).toMatchObject({ media: '62' })
  const other = await claimtag(...GENERATE, 'brother', '--media', '62x100').catch((error: unknown) => error)
  expect(other).toMatchObject({ issue: { code: 'job-changed', names: ['the stock in the printer'] } })
})

describe('flags that make no sense are refused', () => {
  test.each([
    ['--volume', '0', 'at least 1'],
    ['--volume', 'many', '--volume needs a whole number'],
    ['--offset', '3', 'two lengths in mm'],
    ['--start', '1.5', '--start needs a whole number'],
  ])('%s %s', async (flag, value, says) => {
    const { cwd, claimtag } = place()
    await expect(claimtag(...GENERATE, 'pdf', flag, value)).rejects.toThrow(says)
    expect(readdirSync(cwd)).toEqual(['devices.csv'])
  })
})
