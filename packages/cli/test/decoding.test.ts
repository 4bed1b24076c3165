import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { claimtag, emptyFolder } from './command.ts'

const picture = (name: string): string =>
  fileURLToPath(new URL(`../../../test/data/pictures/${name}`, import.meta.url))

const DEVICES = `DevEUI,AppEUI,Owner Token,Serial Number
70B3D57ED00A0004,70B3D57ED0000002,ecQSH8YIV9/+/HS5mcyF8Q==,26W47-1
70B3D57ED00A0005,70B3D57ED0000002,vtbB39ICyw/hp9V7cQDGtQ==,26W47-2
`
const EUIS = ['70B3D57ED00A0004', '70B3D57ED00A0005']
const CODE = 'LW:D0:70B3D57ED0000000:0004A310001AAED6:00000000:C4FA5'

interface Line {
  readonly source?: string
  readonly line?: number
  readonly label?: number
  readonly entry?: string
  readonly ok: boolean
  readonly record?: { readonly devEui: string }
  readonly error?: { readonly code: string; readonly message: string }
}

async function decode(cwd: string, ...args: readonly string[]) {
  const { code, out, err } = await claimtag(['decode', ...args, '--json'], { cwd })
  const lines = out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)
  return { code, lines, err, said: lines.map(({ error, record }) => error?.code ?? record?.devEui) }
}

/** The folder of a finished job of the two devices. */
async function job(cwd: string, ...flags: readonly string[]): Promise<void> {
  writeFileSync(join(cwd, 'devices.csv'), DEVICES)
  const { code } = await claimtag(['generate', 'devices.csv', '--out', 'labels', ...flags], { cwd })
  expect(code).toBe(0)
}

describe('files that a job writes', () => {
  test.each([
    ['labels.pdf', 'pdf', []],
    ['labels.zpl', 'zpl', []],
    ['labels.native.zpl', 'zpl-native', []],
    ['labels.tspl', 'tspl', []],
    ['labels.escpos', 'escpos', []],
    ['labels.epl2', 'epl2', []],
    ['labels.brother', 'brother', ['--dpi', '300']],
  ])('%s', async (file, as, flags) => {
    const cwd = emptyFolder()
    await job(cwd, '--as', as, ...flags)
    const { code, lines, said } = await decode(cwd, `labels/${file}`)
    expect({ code, said }).toEqual({ code: 0, said: EUIS })
    expect(lines.map(({ label }) => label)).toEqual([1, 2])
  })

  test('a stream in which cartons have labels of their own, which list devices', async () => {
    const cwd = emptyFolder()
    await job(cwd, '--as', 'zpl', '--cartons', '2')
    expect(await decode(cwd, 'labels/labels.zpl')).toMatchObject({ code: 0, said: [...EUIS, 'other-code'] })
  })

  test('an archive, by the names of its files', async () => {
    const cwd = emptyFolder()
    await job(cwd, '--as', 'png,svg', '--pack', 'zip')
    const { code, lines, said } = await decode(cwd, 'labels/labels.zip')
    expect({ code, said }).toEqual({ code: 0, said: EUIS.flatMap((eui) => [eui, eui]) })
    expect(lines.map(({ entry }) => entry?.replace(/^.*\//, ''))).toEqual(
      EUIS.flatMap((eui) => [`${eui}.png`, `${eui}.svg`]),
    )
  })

  test('each label in SVG, and the payloads in a table', async () => {
    const cwd = emptyFolder()
    await job(cwd, '--as', 'svg,csv')
    const { code, said } = await decode(cwd, ...EUIS.map((eui) => `labels/${eui}.svg`), 'labels/labels.csv')
    expect({ code, said }).toEqual({ code: 0, said: [...EUIS, ...EUIS] })
  })

  test('one that was cut off, and one of somebody else', async () => {
    const cwd = emptyFolder()
    await job(cwd, '--as', 'zpl')
    const zpl = readFileSync(join(cwd, 'labels', 'labels.zpl'))
    writeFileSync(join(cwd, 'half.zpl'), zpl.subarray(0, zpl.length * 0.75))
    expect(await decode(cwd, 'half.zpl')).toMatchObject({ code: 0, said: [EUIS[0]] })
    writeFileSync(join(cwd, 'theirs.pdf'), '%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n')
    writeFileSync(join(cwd, 'theirs.zpl'), '^XA^FO10,10^GFA,1,2,3,FF^FS^XZ')
    const others = await decode(cwd, 'theirs.pdf', 'theirs.zpl')
    expect(others).toMatchObject({ code: 3, said: ['no-label', 'no-picture'] })
  })
})

describe('a text file of codes', () => {
  test('has one on each line, in whatever encoding Windows gave it', async () => {
    const cwd = emptyFolder()
    const text = `\uFEFF${CODE}\r\n\r\nnothing\r\n${CODE}`
    writeFileSync(join(cwd, 'utf-8.txt'), text)
    writeFileSync(join(cwd, 'utf-16'), text, 'utf16le')
    for (const file of ['utf-8.txt', 'utf-16']) {
      const { code, lines, said } = await decode(cwd, file)
      expect({ code, said }).toEqual({
        code: 3,
        said: ['0004A310001AAED6', 'not-recognised', '0004A310001AAED6'],
      })
      expect(lines.map(({ source, line }) => [source, line])).toEqual([
        [file, 1],
        [file, 3],
        [file, 4],
      ])
    }
  })

  test('without any is said', async () => {
    const cwd = emptyFolder()
    writeFileSync(join(cwd, 'empty.txt'), '\n')
    expect(await decode(cwd, 'empty.txt')).toMatchObject({ code: 3, said: ['no-code'] })
  })
})

describe('one file that cannot be read is one line, and the rest go on', () => {
  test('exit code 2 when it could not be opened', async () => {
    const cwd = emptyFolder()
    copyFileSync(picture('20-transparent.png'), join(cwd, 'sound.png'))
    expect(await decode(cwd, 'gone.png', 'sound.png', '.', CODE)).toMatchObject({
      code: 2,
      err: '',
      said: ['unreadable-file', '0004A310001AAED6', 'not-a-file', '0004A310001AAED6'],
    })
    const { out, err } = await claimtag(['decode', 'gone.png', 'sound.png'], { cwd })
    expect(err.split('\n')[0]).toBe('claimtag: gone.png cannot be read (ENOENT).')
    expect(out).toContain('0004A310001AAED6')
  })

  test('exit code 3 when nothing could be made of it', async () => {
    const cwd = emptyFolder()
    writeFileSync(join(cwd, 'damaged.png'), readFileSync(picture('20-transparent.png')).subarray(0, 100))
    writeFileSync(join(cwd, 'noise'), Buffer.from('\u0001\0'.repeat(500)))
    copyFileSync(picture('24-stub.heic'), join(cwd, 'photo.heic'))
    const { code, lines, said } = await decode(cwd, 'damaged.png', 'noise', 'photo.heic', CODE)
    expect({ code, said }).toEqual({
      code: 3,
      said: [
        expect.stringMatching(/^(unreadable-image|no-code)$/),
        'unreadable-image',
        'unsupported-format',
        '0004A310001AAED6',
      ],
    })
    expect(lines[2]?.error?.message).toBe(
      'This is HEIC, which is not decoded here: convert it to PNG or JPEG.',
    )
  })
})

test('an address that ends like a file is a text', async () => {
  expect(await decode(emptyFolder(), 'https://example.com/manual.pdf')).toMatchObject({
    code: 3,
    said: ['other-code'],
  })
})

describe('a picture with other codes beside ours', () => {
  test('says nothing of them, which tell people to look for another code', async () => {
    const cwd = emptyFolder()
    const { code, out, err } = await claimtag(['decode', picture('31-url-device-serial.png')], { cwd })
    expect(code).toBe(0)
    expect(out).toContain('0004A310001AAED6')
    expect(err).not.toContain('look for another code')
  })

  test('is no failure', async () => {
    const { code, said } = await decode(emptyFolder(), picture('31-url-device-serial.png'))
    expect(code).toBe(0)
    expect(said).toContain('other-code')
    expect(said).toContain('0004A310001AAED6')
  })

  test('but a line of a text is a code of its own', async () => {
    const cwd = emptyFolder()
    writeFileSync(join(cwd, 'codes'), `${CODE}\nMT:YNJV7VSC00CMVH7SR00\n`)
    expect(await decode(cwd, 'codes')).toMatchObject({ code: 3 })
    expect(await decode(cwd, CODE, 'MT:YNJV7VSC00CMVH7SR00')).toMatchObject({ code: 3 })
  })
})

describe('WebP', () => {
  const webp = picture('24-label.webp')

  test('is decoded by sharp', async () => {
    expect(await decode(emptyFolder(), webp)).toMatchObject({ code: 0, said: ['0004A310001AAED6'] })
  })
})

test('no label file of a job is forgotten', async () => {
  const cwd = emptyFolder()
  await job(cwd, '--as', 'png,svg,pdf,zpl,zpl-native,tspl,escpos,epl2,csv')
  const files = readdirSync(join(cwd, 'labels')).filter((name) => /^labels\.|^7/.test(name))
  const { code, said } = await decode(cwd, ...files.map((name) => `labels/${name}`))
  expect(code).toBe(0)
  expect(new Set(said)).toEqual(new Set(EUIS))
  expect(said).toHaveLength(files.filter((name) => name.startsWith('7')).length + 2 * 7)
})

test('the claim code of a label comes first, wherever another code stands on it', async () => {
  const cwd = emptyFolder()
  writeFileSync(join(cwd, 'devices.csv'), DEVICES)
  const shared = {
    type: 'qr',
    text: 'https://id.example/01/09506000134352/21/{serialNumber}',
    y: 0,
    size: 25,
  }
  const claim = { type: 'qr', y: 0, size: 25 }
  for (const [name, left, right] of [
    ['first', claim, shared],
    ['last', shared, claim],
  ] as const) {
    const elements = [
      { ...left, id: 'left', x: 0 },
      { ...right, id: 'right', x: 26 },
    ]
    const template = { name, stock: { width: 52, height: 25 }, elements }
    writeFileSync(join(cwd, 'two.json'), JSON.stringify(template))
    const flags = ['--out', name, '--template', 'two.json', '--dpi', '300']
    const made = await claimtag(['generate', 'devices.csv', ...flags], { cwd })
    expect(made.code).toBe(0)
    const { code: exit, said } = await decode(cwd, `${name}/${EUIS[0]}.png`)
    expect({ exit, first: said[0], count: said.length }).toEqual({ exit: 0, first: EUIS[0], count: 2 })
  }
})
