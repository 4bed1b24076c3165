import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { claimtag, emptyFolder } from './command.ts'

// The rows of a file that `plan` and `preview` look at, and that they name.

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

  function folderWith(longest: string, first = 'TX'): string {
    const cwd = emptyFolder()
    writeFileSync(join(cwd, 'own.json'), JSON.stringify(template))
    const rows = [
      ['DevEUI', 'AppEUI', 'Token', 'Product', 'Note'],
      row(1, first, 'a'),
      row(2, longest, 'b'),
      row(3, 'TY', ''),
    ]
    writeFileSync(join(cwd, 'devices.csv'), rows.map((cells) => cells.join()).join('\n'))
    return cwd
  }
  const own = ['--template', 'own.json'] as const

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

  test.each(['plan', 'preview'])('%s names the row with a character that the font lacks', async (command) => {
    const lacks = 'product (text) holds 温 (U+6E29), which the font JetBrains Mono SemiBold does not have.\n'
    const inFirst = { cwd: folderWith('T', '温度 2') }
    expect(await claimtag([command, 'devices.csv', ...own], inFirst)).toEqual({
      code: 2,
      out: '',
      err: `claimtag: In line 2, the first: ${lacks}`,
    })
    // Neither the longest nor one without a value.
    const later = { cwd: folderWith('温', 'Thermometer') }
    expect(await claimtag([command, 'devices.csv', ...own], later)).toMatchObject({
      code: 2,
      err: `claimtag: In line 3, the first whose label cannot be made: ${lacks}`,
    })
  })

  test.each(['plan', 'preview'])('%s names the file of the row as well', async (command) => {
    const cwd = folderWith('T')
    const rows = [['DevEUI', 'AppEUI', 'Token', 'Product', 'Note'], row(5, 'T', 'a'), row(6, 'Ж', 'b')]
    writeFileSync(join(cwd, 'more.csv'), rows.map((cells) => cells.join()).join('\n'))
    const { code, err } = await claimtag([command, 'devices.csv', 'more.csv', ...own], { cwd })
    expect([code, err]).toEqual([
      2,
      'claimtag: In line 3 of more.csv, the first whose label cannot be made: ' +
        'product (text) holds Ж (U+0416), which the font JetBrains Mono SemiBold does not have.\n',
    ])
  })

  test.each(['plan', 'preview'])('%s knows a mistyped field', async (command) => {
    const cwd = folderWith('T')
    const mistyped = JSON.stringify(template).replace('{Product}', '{Produkt}')
    writeFileSync(join(cwd, 'own.json'), mistyped)
    const { code, out, err } = await claimtag([command, 'devices.csv', ...own], { cwd })
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(
      'asks for the field Produkt, which the devices do not have. There are devEui, joinEui, vendorId, vendorProfileId, ' +
        'serialNumber, proprietary, appEui, Product, Note. Nearest that works: "text": "{Product}".',
    )
  })

  test('a first row that does not fit is named, and makes no picture', async () => {
    const cwd = folderWith('T', 'Thermometer for cold rooms and some more of them')
    const args = ['preview', 'devices.csv', ...own, '--out', 'label.png'] as const
    const { code, err } = await claimtag([...args], { cwd })
    expect(code).toBe(2)
    expect(err).toMatch(/^claimtag: In line 2, the first: product \(text\) needs/)
    expect(existsSync(join(cwd, 'label.png'))).toBe(false)
    const { err: data } = await claimtag([...args, '--json'], { cwd })
    expect(JSON.parse(data)).toMatchObject({ type: 'error', code: 'text-too-long' })
  })
})
