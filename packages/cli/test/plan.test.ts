import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import type { Io } from '../src/output/io.ts'
import { run } from '../src/run.ts'

interface Said {
  readonly code: number
  readonly out: string
  readonly err: string
}

async function plan(...args: readonly string[]): Promise<Said> {
  const [out, err]: [string[], string[]] = [[], []]
  const io: Io = {
    argv: ['plan', ...args],
    env: {},
    cwd: '/',
    stdin: Readable.from([
      'devEui,appEui,ownerToken\n70B3D57ED00A0004,70B3D57ED0000002,ecQSH8YIV9/+/HS5mcyF8Q==\n',
    ]),
    stdout: { write: (text) => out.push(String(text)) },
    stderr: { write: (text) => err.push(String(text)) },
    signal: new AbortController().signal,
  }
  const code = await run(io)
  return { code, out: out.join(''), err: err.join('') }
}

interface Planned {
  readonly fits: boolean
  readonly template: string
  readonly width: number
  readonly height: number
  readonly warnings: readonly unknown[]
  readonly stocks: readonly { template: string; width: number; height: number; warnings: readonly string[] }[]
}

const json = async (...args: readonly string[]): Promise<Planned> =>
  JSON.parse((await plan('--json', ...args)).out) as Planned

async function leastArea(dpi: string): Promise<number> {
  const [first] = (await json('--dpi', dpi)).stocks
  return (first?.width ?? 0) * (first?.height ?? 0)
}

describe('--stock', () => {
  test('a size that we have is the built-in template, also by its name', async () => {
    expect(await json('--stock', '25x25')).toMatchObject({ fits: true, template: 'device-25x25', width: 25 })
    expect(await json('--stock', 'device-25x25')).toEqual(await json('--stock', '25x25'))
  })

  test.each(['30x20', '30 × 20 mm', '30,0*20'])(
    'any other size gets a template of its own: %s',
    async (size) => {
      expect(await json('--stock', size, '--dpi', '300')).toMatchObject({
        fits: true,
        width: 30,
        height: 20,
        dpi: 300,
      })
    },
  )

  test('the same size is a template for the other commands', async () => {
    expect(await json('--template', '30x20', '--dpi', '300')).toEqual(
      await json('--stock', '30x20', '--dpi', '300'),
    )
  })

  test('a label that is too small says why and names the smallest that works', async () => {
    const { code, out, err } = await plan('--stock', '12x12')
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('device-12x12 (12 × 12 mm) does not work at 203 dpi.')
    const { fits, stocks } = await json('--stock', '12x12')
    expect(fits).toBe(false)
    const [smallest] = stocks
    const calm = stocks.find(({ warnings }) => warnings.length === 0)
    expect(err).toContain(`smallest for thingpark at 203 dpi: ${smallest?.width} × ${smallest?.height} mm`)
    expect(err).toContain(`smallest without a warning: ${calm?.width} × ${calm?.height} mm`)
  })

  test.each([
    [['--stock', 'huge'], 'is no stock'],
    [['--stock', '2x2'], '5 to 500 mm'],
    [['--stock', '25x25', '--template', 'device-25x25'], 'one of them'],
  ])('%j is a mistake', async (args, sentence) => {
    await expect(plan(...args)).rejects.toThrow(sentence)
  })
})

describe('the smallest stock', () => {
  test('is named with a plan too, and each stock named does work', async () => {
    const { out } = await plan('-', '--dpi', '203')
    expect(out).toMatch(/^stock +smallest for thingpark at 203 dpi: \d+/m)
    const { stocks } = await json('-', '--dpi', '203')
    expect(stocks.map(({ width, height }) => width * height)).toEqual(
      stocks.map(({ width, height }) => width * height).sort((a, b) => a - b),
    )
    for (const { template, warnings } of stocks) {
      const planned = await json('-', '--stock', template)
      expect(planned).toMatchObject({ fits: true, template })
      expect(planned.warnings.length === 0).toBe(warnings.length === 0)
    }
  })

  test('is smaller where dots are', async () => {
    expect(await leastArea('600')).toBeLessThan(await leastArea('203'))
    expect(await leastArea('203')).toBeLessThan(await leastArea('150'))
  })
})

test('the table has one column of names', async () => {
  const { out } = await plan('--stock', '25x25')
  const lines = out.trimEnd().split('\n')
  const [column] = lines.map((line) => line.search(/(?<= {2})\S/))
  for (const line of lines) expect(line.slice((column ?? 0) - 2, column)).toBe('  ')
  expect(lines.map((line) => line.split('  ')[0])).toEqual(
    expect.arrayContaining(['label', 'printer', 'code (qr)', 'warning', 'stock']),
  )
})
