import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { crc32, createDeflateRaw } from 'node:zlib'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { temporaryFile, temporaryFolder } from '../packages/disk/test/temporary.ts'
import {
  ods,
  odsRow,
  odsTable,
  odsText,
  placeOf,
  textRow,
  xlsx,
  xlsxFiles,
  type XlsxParts,
} from '../packages/devices/test/workbook/parts.ts'
import { rawZip } from '../packages/devices/test/workbook/raw-zip.ts'

const COMMAND = fileURLToPath(new URL('../packages/cli/bin/claimtag.js', import.meta.url))
const MOST_MEBIBYTES = 300
const REFUSED = 3

const HEADER = ['DevEUI', 'AppEUI', 'Owner Token', 'Serial']
const DEVICE = ['70B3D57ED0000010', '70B3D57ED0000002', '7BjqyNdYseulLTwQ05rcbQ==', '26W0']
const HEAD = textRow(1, HEADER) + textRow(2, DEVICE)

interface Ended {
  readonly code: number | null
  readonly said: string
  readonly mebibytes: number
}

/** Runs the command on a workbook; it writes its peak memory to a file. */
function generate(input: string): Promise<Ended> {
  const peak = join(temporaryFolder(), 'peak')
  const measure = `data:text/javascript,import{writeFileSync}from'node:fs';process.on('exit',()=>writeFileSync(${JSON.stringify(peak)},String(process.resourceUsage().maxRSS)))`
  const args = [
    '--import',
    measure,
    COMMAND,
    'generate',
    input,
    '--out',
    join(temporaryFolder(), 'out'),
    '--as',
    'csv',
    // Only reading is measured.
    '--workers',
    '0',
  ]
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { maxBuffer: 1 << 26 }, (_, __, said) => {
      const kibibytes = existsSync(peak) ? Number(readFileSync(peak, 'utf8')) : Number.POSITIVE_INFINITY
      resolve({ code: child.exitCode, said, mebibytes: kibibytes / 1024 })
    })
  })
}

/** A workbook with one file that no test should hold in memory. */
async function withPart(name: string, pieces: Iterable<Buffer>, parts: XlsxParts = {}): Promise<string> {
  const packed: Buffer[] = []
  let [size, crc] = [0, 0]
  function* counted(): Generator<Buffer> {
    for (const piece of pieces) {
      size += piece.length
      crc = crc32(piece, crc)
      yield piece
    }
  }
  const deflated = Readable.from(counted(), { objectMode: false }).pipe(createDeflateRaw({ level: 1 }))
  for await (const piece of deflated as AsyncIterable<Buffer>) packed.push(piece)
  const { [name]: _, ...others } = xlsxFiles({ rows: HEAD, ...parts })
  const files = Object.entries(others).map(([other, text]) => ({ name: other, bytes: Buffer.from(text) }))
  const part = { name, bytes: Buffer.concat(packed), stored: true, says: { size, crc, method: 8 } }
  return temporaryFile(rawZip([...files, part]), 'devices.xlsx')
}

function* repeated(piece: string | Buffer, times: number, before = '', after = ''): Generator<Buffer> {
  yield Buffer.from(before)
  const bytes = Buffer.from(piece)
  for (let count = 0; count < times; count++) yield bytes
  yield Buffer.from(after)
}

const SHEET = 'xl/worksheets/sheet0.xml'
const START = `<worksheet><sheetData>${HEAD}`
const END = '</sheetData></worksheet>'
const whole = xlsx({ rows: HEAD })
const MEBIBYTE = 1 << 20
const file = (content: Buffer) => () => Promise.resolve(temporaryFile(content, 'devices.xlsx'))

const hostile: readonly (readonly [name: string, workbook: () => Promise<string>, code: string])[] = [
  [
    'a cell far out',
    file(xlsx({ rows: `${HEAD}<row r="99999999999"><c r="ZZZZZZ99999999999"/></row>` })),
    'sheet Devices',
  ],
  [
    'a gigabyte of blanks',
    () => withPart(SHEET, repeated(' '.repeat(MEBIBYTE), 1024, START, END)),
    'sheet Devices',
  ],
  ['blanks among noise', () => withPart(SHEET, noise(START, END)), 'Line 3'],
  [
    'a gigabyte of shared texts',
    () =>
      withPart(
        'xl/sharedStrings.xml',
        repeated(`<si><t>${'a'.repeat(30_000)}</t></si>`, 35_000, '<sst>', '</sst>'),
      ),
    'larger than any list',
  ],
  ['more texts than are held', () => withPart('xl/sharedStrings.xml', texts()), 'larger than any list'],
  [
    'a comment of a gigabyte',
    () => withPart(SHEET, repeated('-x'.repeat(MEBIBYTE / 2), 1024, `${START}<!--`, `-->${END}`)),
    'sheet Devices',
  ],
  [
    'a tag of thirty megabytes',
    () =>
      withPart(
        SHEET,
        repeated(randomBytes(MEBIBYTE / 2).toString('hex'), 30, `${START}<row r="`, `"/>${END}`),
      ),
    'sheet Devices',
  ],
  ['an entity that is not declared', file(xlsx({ rows: HEAD.replace('26W0', '&e;') })), 'sheet Devices'],
  [
    'entities that grow',
    file(
      xlsx({
        rows: '',
        other: {
          [SHEET]: `<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>${START}${END}`,
        },
      }),
    ),
    'sheet Devices',
  ],
  ['a million elements deep', file(xlsx({ rows: HEAD + '<a>'.repeat(1_000_000) })), 'sheet Devices'],
  [
    'a million sheets',
    file(
      xlsx({
        other: {
          'xl/workbook.xml': `<workbook xmlns:r="r"><sheets>${'<sheet name="S" r:id="s0"/>'.repeat(1_000_000)}</sheets></workbook>`,
        },
      }),
    ),
    'larger than any list',
  ],
  [
    'names of columns that are longer than any row',
    file(
      xlsx({
        rows: `<row r="1">${Array.from({ length: 700 }, (_, column) => `<c r="${placeOf(column, 1)}" t="inlineStr"><is><t>${column === 0 ? 'DevEUI' : 'x'.repeat(90) + column}</t></is></c>`).join('')}</row>${textRow(2, DEVICE)}`,
      }),
    ),
    'Line 2',
  ],
  [
    'short rows below names as long as a row may be',
    () =>
      withPart(
        SHEET,
        repeated(
          '<row><c t="inlineStr"><is><t>x</t></is></c></row>',
          200_000,
          `<worksheet><sheetData>${longNames()}`,
          END,
        ),
      ),
    'sheet Devices',
  ],
  [
    'long texts that many cells share',
    () =>
      withPart(
        SHEET,
        repeated(
          `<row>${'<c t="s"><v>0</v></c>'.repeat(4)}</row>`,
          200_000,
          `<worksheet><sheetData>${textRow(1, HEADER)}`,
          END,
        ),
        { texts: [`<t>${'x'.repeat(16_000)}</t>`] },
      ),
    'sheet Devices',
  ],
  [
    'sizes that are forged',
    file(rawZip([{ name: 'xl/workbook.xml', bytes: Buffer.alloc(64 * MEBIBYTE, 'a'), says: { size: 10 } }])),
    'directory',
  ],
  [
    'one piece of data under many names',
    file(
      rawZip(
        Array.from({ length: 1000 }, (_, index) => ({
          name: index === 0 ? 'xl/workbook.xml' : `f${index}`,
          bytes: Buffer.from('x'),
          says: { start: 0 },
        })),
      ),
    ),
    'archive',
  ],
  [
    'archives inside of archives',
    file(rawZip([{ name: 'a.zip', bytes: rawZip([{ name: 'b.xlsx', bytes: whole }]) }])),
    'ZIP archive',
  ],
  [
    'a file of a hundred thousand files',
    file(
      rawZip(
        Array.from({ length: 100_000 }, (_, index) => ({
          name: String(index),
          bytes: Buffer.alloc(0),
          stored: true,
        })),
        { zip64: true },
      ),
    ),
    'larger than any list',
  ],
  [
    'cells that are repeated',
    file(
      ods(
        odsTable(
          odsRow(HEADER.map((name) => odsText(name)).join('')) +
            odsRow(odsText('x', 'table:number-columns-repeated="16384"')).repeat(2000),
        ),
      ),
    ),
    'sheet Devices',
  ],
  [
    'rows that are repeated beyond the last',
    file(
      ods(
        odsTable(
          odsRow(HEADER.map((name) => odsText(name)).join('')) +
            odsRow(odsText('x'), 'table:number-rows-repeated="999999999"'),
        ),
      ),
    ),
    'sheet Devices',
  ],
]

/** A line of names that makes every row below nearly as long as one may be. */
function longNames(): string {
  const names = Array.from({ length: 500 }, (_, column) =>
    column < 3 ? (HEADER[column] ?? '') : 'x'.repeat(100) + column,
  )
  return textRow(1, names)
}

function* noise(before: string, after: string): Generator<Buffer> {
  yield Buffer.from(before)
  const random = randomBytes(128 * 1024)
    .toString('latin1')
    .replace(/[^a-zA-Z]/g, ' ')
  for (let count = 0; count < 256; count++)
    yield Buffer.from(
      `<row><c t="inlineStr"><is><t>${random}</t></is></c></row>${' '.repeat(MEBIBYTE - 200_000)}`,
    )
  yield Buffer.from(after)
}

function* texts(): Generator<Buffer> {
  yield Buffer.from('<sst>')
  for (let count = 0; count < 300; count++)
    yield Buffer.from(
      Array.from(
        { length: 40 },
        () => `<si><t>${randomBytes(3000).toString('hex')}${'a'.repeat(8000)}</t></si>`,
      ).join(''),
    )
  for (let count = 0; count < 300; count++)
    yield Buffer.from(`<si><t>${'b'.repeat(30_000)}</t></si>`.repeat(20))
  yield Buffer.from('</sst>')
}

test.each(hostile)('%s', { timeout: 240_000 }, async (_, workbook, named) => {
  const { code, said, mebibytes } = await generate(await workbook())
  expect({ code, said }).toEqual({ code: REFUSED, said: expect.stringContaining(named) as string })
  expect(said).not.toMatch(/7Bjq/)
  expect(mebibytes).toBeLessThan(MOST_MEBIBYTES)
})

function* manyRows(): Generator<Buffer> {
  yield Buffer.from(`<worksheet><sheetData>${textRow(1, HEADER)}`)
  for (let line = 2; line <= 100_001; line += 1000) {
    const block = Array.from({ length: 1000 }, (_, index) => {
      const device = [
        (0x70b3d57ed0000000n + BigInt(line + index)).toString(16),
        DEVICE[1] ?? '',
        randomBytes(16).toString('base64'),
        `S${line + index}`,
      ]
      return textRow(line + index, device)
    })
    yield Buffer.from(block.join(''))
  }
  yield Buffer.from(END)
}

test('a hundred thousand rows take no more memory than that', { timeout: 240_000 }, async () => {
  const { code, mebibytes } = await generate(await withPart(SHEET, manyRows()))
  expect(code).toBe(0)
  expect(mebibytes).toBeLessThan(MOST_MEBIBYTES)
})
