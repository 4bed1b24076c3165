import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { temporaryFile } from '../../../disk/test/temporary.ts'
import { encodingOf, textOf, type Encoding } from '../../src/text/encoding.ts'
import { crToLf, endsLinesWithCr } from '../../src/text/line-ends.ts'

const TABLE = 'DevEUI;Gerät\n70B3D57ED00A0004;Zähler\n'
const utf16 = (text: string, order: 'little' | 'big'): Buffer => {
  const bytes = Buffer.from(text, 'utf16le')
  return order === 'little' ? bytes : bytes.swap16()
}

function found(bytes: Uint8Array): { readonly path: string; readonly encoding: Encoding } {
  const path = temporaryFile(bytes)
  return { path, encoding: encodingOf(path, readFileSync(path).subarray(0, 65_536)) }
}

async function read(bytes: Uint8Array): Promise<string> {
  const { path, encoding } = found(bytes)
  let text = ''
  for await (const piece of textOf(path, encoding)) text += piece
  return text
}

describe('the encoding of a table', () => {
  test.each<[string, Uint8Array, Encoding]>([
    ['ASCII', Buffer.from('DevEUI\n'), { name: 'UTF-8', mark: 0 }],
    ['UTF-8', Buffer.from(TABLE), { name: 'UTF-8', mark: 0 }],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${TABLE}`), { name: 'UTF-8', mark: 3 }],
    ['UTF-16, little end first', utf16(TABLE, 'little'), { name: 'UTF-16', order: 'little' }],
    ['UTF-16, big end first', utf16(TABLE, 'big'), { name: 'UTF-16', order: 'big' }],
    ['UTF-16 with a mark', utf16(`\uFEFF${TABLE}`, 'big'), { name: 'UTF-16', order: 'big' }],
    ['Windows-1252', Buffer.from(TABLE, 'latin1'), { name: 'Windows-1252' }],
    ['a mixture of two', Buffer.from([...Buffer.from('ä'), 0xe4, 0x0a]), { name: 'UTF-8', mark: 0 }],
    ['a byte without a character', Buffer.from([0x41, 0x81, 0x0a]), { name: 'UTF-8', mark: 0 }],
    ['no text', Buffer.alloc(64), { name: 'none' }],
    ['nothing', Buffer.alloc(0), { name: 'UTF-8', mark: 0 }],
  ])('%s', (_, bytes, encoding) => {
    expect(found(bytes).encoding).toEqual(encoding)
  })

  test('is UTF-8 although a piece that is read at once ends within a character', () => {
    for (const before of [-3, -2, -1, 0]) {
      const bytes = Buffer.concat([Buffer.alloc((1 << 20) + before, 'a'), Buffer.from('€ü😀')])
      expect(found(bytes).encoding).toEqual({ name: 'UTF-8', mark: 0 })
    }
  })

  test.each(['little', 'big'] as const)('is read as UTF-16, %s end first', async (order) => {
    const long = TABLE.repeat(5000)
    expect(await read(utf16(long, order))).toBe(long)
  })

  test('is read as Windows-1252, whose signs are not those of Latin-1', async () => {
    const bytes = Buffer.from([0x80, 0x93, 0x41, 0x94, 0xe4, 0x9f])
    expect(await read(bytes)).toBe('€“A”äŸ')
  })
})

test('lines that end with CR alone end with LF, at the same places', async () => {
  expect(['a\rb', 'a\r\nb', 'a\nb', 'ab'].map(endsLinesWithCr)).toEqual([true, false, false, false])
  const pieces = await Readable.from([Buffer.from('a\rb\r'), Buffer.from('\rc')])
    .pipe(crToLf())
    .toArray()
  expect(Buffer.concat(pieces as Buffer[]).toString()).toBe('a\nb\n\nc')
})
