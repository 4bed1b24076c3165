import { zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { openArchive } from '../../src/workbook/archive.ts'
import { temporaryFile } from '../../../disk/test/temporary.ts'
import { rawZip, type RawFile } from './raw-zip.ts'

const MOST = 1 << 30
const HELLO = Buffer.from('hello '.repeat(1000))

async function readAll(archive: Buffer, name = 'a.xml', most = MOST): Promise<Buffer> {
  const { read } = await openArchive(temporaryFile(archive))
  const pieces: Buffer[] = []
  for await (const piece of read(name, most, 'Devices')) pieces.push(piece)
  return Buffer.concat(pieces)
}

const refusal = (reading: Promise<unknown>) =>
  reading.then(
    () => undefined,
    (error: unknown) => (error as { issue: unknown }).issue,
  )

describe('what an archive holds', () => {
  test.each([
    ['deflated', rawZip([{ name: 'a.xml', bytes: HELLO }])],
    ['stored', rawZip([{ name: 'a.xml', bytes: HELLO, stored: true }])],
    ['with numbers of 64 bits', rawZip([{ name: 'a.xml', bytes: HELLO }], { zip64: true })],
    ['written by another program', Buffer.from(zipSync({ 'b.xml': HELLO, 'a.xml': HELLO }))],
    ['under a name in another case', rawZip([{ name: 'A.XML', bytes: HELLO }])],
  ])('%s', async (_, archive) => {
    expect((await readAll(archive)).equals(HELLO)).toBe(true)
  })

  test('nothing', async () => {
    expect(await readAll(rawZip([{ name: 'a.xml', bytes: Buffer.alloc(0), stored: true }]))).toHaveLength(0)
  })

  test('a comment behind the directory', async () => {
    const archive = rawZip([{ name: 'a.xml', bytes: HELLO }])
    archive.writeUInt16LE(5, archive.length - 2)
    expect(await readAll(Buffer.concat([archive, Buffer.from('PK\u0005\u0006x')]))).toHaveLength(HELLO.length)
  })
})

describe('refused', () => {
  const one = (file: Partial<RawFile>) => rawZip([{ name: 'a.xml', bytes: HELLO, ...file }])
  const whole = one({})
  const withFarEnd = rawZip([{ name: 'a.xml', bytes: HELLO }], { zip64: true })
  withFarEnd.writeBigUInt64LE(1n << 60n, withFarEnd.length - 34)

  test.each<[string, string, Buffer]>([
    ['a size that is too small', 'size', one({ says: { size: 100 } })],
    ['a size that is too large', 'size', one({ says: { size: 7000 } })],
    ['bytes that were changed', 'size', one({ says: { crc: 1 } })],
    [
      'data that goes on in the next file',
      'zip',
      rawZip([
        { name: 'a.xml', bytes: HELLO, says: { packed: 200 } },
        { name: 'b.xml', bytes: HELLO },
      ]),
    ],
    [
      'one piece of data under two names',
      'zip',
      rawZip([
        { name: 'a.xml', bytes: HELLO },
        { name: 'b.xml', bytes: HELLO, says: { start: 0 } },
      ]),
    ],
    ['data that reaches into the directory', 'zip', one({ says: { packed: 200 } })],
    [
      'a header that is none',
      'zip',
      rawZip([
        { name: 'x', bytes: HELLO },
        { name: 'a.xml', bytes: HELLO, says: { start: 3 } },
      ]),
    ],
    ['another name in front of the data', 'zip', one({ localName: 'b.xml' })],
    [
      'a name twice',
      'zip',
      rawZip([
        { name: 'a.xml', bytes: HELLO },
        { name: 'A.xml', bytes: HELLO },
      ]),
    ],
    ['another way of packing', 'zip', one({ says: { method: 12 } })],
    ['data that cannot be unpacked', 'zip', one({ stored: true, says: { method: 8 } })],
    ['more files than are listed', 'zip', rawZip([{ name: 'a.xml', bytes: HELLO }], { count: 2 })],
    ['an end of 64 bits that lies beyond the file', 'zip', withFarEnd],
  ])('%s', async (_, problem, archive) => {
    expect(await refusal(readAll(archive))).toMatchObject({ code: 'damaged-workbook', problem })
  })

  test('one that was cut off', async () => {
    expect(await refusal(readAll(whole.subarray(0, -30)))).toEqual({ code: 'not-a-workbook' })
  })

  test('a file that is not there, and the sheet that it is of', async () => {
    expect(await refusal(readAll(whole, 'b.xml'))).toEqual({
      code: 'damaged-workbook',
      problem: 'part',
      sheet: 'Devices',
    })
  })

  test('a password', async () => {
    expect(await refusal(readAll(one({ says: { flags: 1 } })))).toEqual({
      code: 'foreign-file',
      kind: 'password',
    })
  })

  test.each<[string, Buffer, number]>([
    ['more than such a file may have', whole, HELLO.length - 1],
    ['more than anything honest shrinks to so little', one({ bytes: Buffer.alloc(32 << 20) }), MOST],
    ['terabytes by its own account', one({ says: { size: 0xfffffff0 } }), 2 ** 40],
  ])('%s, before anything is unpacked', async (_, archive, most) => {
    expect(await refusal(readAll(archive, 'a.xml', most))).toEqual({
      code: 'workbook-too-large',
      sheet: 'Devices',
    })
  })

  test('a directory of a hundred thousand files', async () => {
    const archive = rawZip([{ name: 'a.xml', bytes: HELLO }], { zip64: true, count: 100_000 })
    expect(await refusal(readAll(archive))).toEqual({ code: 'workbook-too-large' })
  })
})
