import { createHash, randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { decrypt, encrypt, encryptionKey } from '../../src/index.ts'
import { inPieces, whole } from '../harness.ts'

const key = encryptionKey(Buffer.alloc(32, 7).toString('base64'), 'key')
const HEADER = 28
const CLEAR = 65_536
const TAG = 16
const CHUNK = CLEAR + TAG

/** Bytes of an encrypted file, of so many bytes in the clear, as the README has it. */
const encryptedSize = (size: number): number => HEADER + size + TAG * Math.max(1, Math.ceil(size / CLEAR))

function encrypted(bytes: Uint8Array, piece = 10_000): Promise<Buffer> {
  const digest = createHash('sha256').update(bytes).digest('hex')
  return whole(encrypt(inPieces(bytes, piece), key, digest))
}

const opened = (bytes: Uint8Array, by = key): Promise<Buffer> =>
  whole(decrypt(inPieces(bytes, 33_333), by, 'x'))

test.each([0, 1, 65_535, 65_536, 65_537, 131_072, 200_000])('%d bytes come back', async (size) => {
  const bytes = randomBytes(size)
  const sealed = await encrypted(bytes)
  expect(sealed.length).toBe(encryptedSize(size))
  expect((await opened(sealed)).equals(bytes)).toBe(true)
  expect((await encrypted(bytes, 777)).equals(sealed)).toBe(true)
})

const chunk = (sealed: Buffer, at: number): Buffer =>
  sealed.subarray(HEADER + at * CHUNK, HEADER + (at + 1) * CHUNK)

describe('is refused', () => {
  const bytes = randomBytes(200_000)
  const ways: readonly (readonly [string, (sealed: Buffer) => Buffer])[] = [
    ['cut off at a chunk', (sealed) => sealed.subarray(0, HEADER + CHUNK)],
    ['cut off in a chunk', (sealed) => sealed.subarray(0, HEADER + CHUNK + 100)],
    ['without its chunks', (sealed) => sealed.subarray(0, HEADER)],
    [
      'with chunks exchanged',
      (sealed) =>
        Buffer.concat([
          sealed.subarray(0, HEADER),
          chunk(sealed, 1),
          chunk(sealed, 0),
          sealed.subarray(HEADER + 2 * CHUNK),
        ]),
    ],
    [
      'with a chunk left out',
      (sealed) => Buffer.concat([sealed.subarray(0, HEADER), sealed.subarray(HEADER + CHUNK)]),
    ],
    ['with something behind it', (sealed) => Buffer.concat([sealed, Buffer.alloc(20)])],
    ...[3, 9, 20, 100, 150_000].map(
      (at) =>
        [
          `with byte ${at} changed`,
          (sealed: Buffer) => {
            const changed = Buffer.from(sealed)
            changed[at] = (changed[at] ?? 0) ^ 1
            return changed
          },
        ] as const,
    ),
  ]
  test.each(ways)('%s', async (_, change) => {
    await expect(opened(change(await encrypted(bytes)))).rejects.toMatchObject({ code: 'encryption-damaged' })
  })

  test('with another key', async () => {
    await expect(opened(await encrypted(bytes), randomBytes(32))).rejects.toMatchObject({
      code: 'encryption-damaged',
    })
  })
})

test('a key is 32 bytes in base64 or hexadecimal digits', () => {
  expect(encryptionKey('07'.repeat(32), 'key')).toEqual(key)
  for (const text of ['', 'AAAA', '07'.repeat(31), `${'07'.repeat(32)}07`, 'not base64 at all'])
    expect(() => encryptionKey(text, 'key.txt')).toThrow('key.txt is not a key')
})
