import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import type { Io } from '../src/output/io.ts'
import { run } from '../src/run.ts'
import { claimtag, emptyFolder } from './command.ts'

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

const row = (number: number, product: string, note: string) => [
  `70B3D57ED00A000${number}`,
  '70B3D57ED0000002',
  Buffer.alloc(16, `t${number}`).toString('base64'),
  product,
  note,
]

describe('a template that prints columns of its own', () => {
  const text = { type: 'text', x: 25, width: 22, size: 2.2, minSize: 1 } as const
  const template = {
    name: 'own',
    stock: { width: 50, height: 25 },
    elements: [
      { type: 'qr', id: 'code', x: 0, y: 0, size: 24 },
      { ...text, id: 'product', y: 3, text: '{Product}' },
      { ...text, id: 'note', y: 9, text: 'Note: {Note}', when: 'Note' },
    ],
  }

  function folderWith(longest: string): string {
    const cwd = emptyFolder()
    writeFileSync(join(cwd, 'own.json'), JSON.stringify(template))
    const rows = [
      ['DevEUI', 'AppEUI', 'Token', 'Product', 'Note'],
      row(1, 'TX', 'a'),
      row(2, longest, 'b'),
      row(3, 'TY', ''),
    ]
    writeFileSync(join(cwd, 'devices.csv'), rows.map((cells) => cells.join()).join('\n'))
    return cwd
  }

  test('is planned for the rows that it has most to put up with, which are named', async () => {
    const cwd = folderWith('Thermometer at -40.0 C')
    const { code, out } = await claimtag(['plan', 'devices.csv', '--template', 'own.json'], { cwd })
    expect(code).toBe(0)
    const lines = out.split('\n').map((line) => line.trim().replace(/ {2,}/, ' · '))
    const [first, long, without] = [2, 3, 4].map((at) =>
      lines.findIndex((line) => line.startsWith(`row · line ${at}`)),
    )
    expect(lines[first ?? 0]).toBe('row · line 2, the first')
    expect(lines[long ?? 0]).toBe('row · line 3, with the longest Product (22 characters)')
    expect(lines[(long ?? 0) + 1]).toMatch(/^product \(text\) · mono, capitals 1\.\d+ mm, shrunk to fit$/)
    expect(lines[without ?? 0]).toBe('row · line 4, without Note')
    const { out: data } = await claimtag(['plan', 'devices.csv', '--template', 'own.json', '--json'], { cwd })
    expect(JSON.parse(data)).toMatchObject({
      fits: true,
      template: 'own',
      rows: [
        { line: 2, reasons: [{ what: 'first' }], plan: { texts: [{ element: 'product (text)' }, {}] } },
        { line: 3, reasons: [{ what: 'longest', field: 'Product', length: 22 }] },
        { line: 4, reasons: [{ what: 'without', field: 'Note' }] },
      ],
    })
  })

  test('does not fit when one of them does not, which is named', async () => {
    const cwd = folderWith('Thermometer for cold rooms and some more of them')
    const { code, out, err } = await claimtag(['plan', 'devices.csv', '--template', 'own.json'], { cwd })
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(
      'own (50 × 25 mm) does not work at 203 dpi. In line 3, with the longest Product (48 characters): product (text)',
    )
    const { out: data } = await claimtag(['plan', 'devices.csv', '--template', 'own.json', '--json'], { cwd })
    expect(JSON.parse(data)).toMatchObject({
      fits: false,
      rows: [{ plan: {} }, { line: 3, error: { code: 'text-too-long' } }, {}],
    })
  })

  test('is previewed with them, too', async () => {
    const cwd = folderWith('Thermometer at -40.0 C')
    const shown = await claimtag(['preview', 'devices.csv', '--template', 'own.json'], { cwd })
    expect(shown).toMatchObject({ code: 0, err: '' })
    expect(shown.out.match(/^line .*:$/gm)).toEqual([
      'line 2, the first:',
      'line 3, with the longest Product (22 characters):',
      'line 4, without Note:',
    ])
    expect(shown.out.match(/▄/g)?.length).toBeGreaterThan(100)
    const saved = await claimtag(['preview', 'devices.csv', '--template', 'own.json', '--out', 'label.png'], {
      cwd,
    })
    expect(saved.err).toBe(
      'Wrote label.png\nIt shows line 2, the first.\nWithout --out, these are shown, too:\n' +
        '  line 3, with the longest Product (22 characters)\n  line 4, without Note\n',
    )
    const { out } = await claimtag(['preview', 'devices.csv', '--template', 'own.json', '--json'], { cwd })
    expect(JSON.parse(out)).toMatchObject({ template: 'own', row: { line: 2, reasons: [{ what: 'first' }] } })
  })

  test('a preview says which row does not fit, and shows the others', async () => {
    const cwd = folderWith('Thermometer for cold rooms and some more of them')
    const { code, out, err } = await claimtag(['preview', 'devices.csv', '--template', 'own.json'], { cwd })
    expect(code).toBe(2)
    expect(out.match(/^line .*:$/gm)).toEqual(['line 2, the first:', 'line 4, without Note:'])
    expect(err).toMatch(/^claimtag: In line 3, with the longest Product \(48 characters\): product \(text\)/)
  })
})
