import { unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import {
  archiveEnd,
  directoryRecord,
  localHeader,
  movedRecords,
  type ZipEntry,
} from '../../src/disk/zip-records.ts'

function archive(files: Readonly<Record<string, Uint8Array>>): Buffer {
  const parts: Buffer[] = []
  const entries: ZipEntry[] = []
  let offset = 0
  for (const [name, bytes] of Object.entries(files)) {
    const { header, crc } = localHeader(name, bytes)
    entries.push({ name, crc, size: bytes.length, offset })
    parts.push(header, Buffer.from(bytes))
    offset += header.length + bytes.length
  }
  const directory = Buffer.concat(entries.map(directoryRecord))
  return Buffer.concat([...parts, directory, archiveEnd(entries.length, directory.length, offset)])
}

test('another reader finds the files', () => {
  const files = { '00000/a.png': Buffer.from('first'), 'ü.svg': Buffer.alloc(0), b: Buffer.alloc(70_000, 1) }
  const found = unzipSync(archive(files))
  expect(Object.keys(found)).toEqual(Object.keys(files))
  for (const [name, bytes] of Object.entries(files)) expect(Buffer.from(found[name] ?? [])).toEqual(bytes)
})

test('more files than the old format counts', () => {
  const files = Object.fromEntries(Array.from({ length: 70_000 }, (_, i) => [`${i}`, Buffer.from([i & 255])]))
  const found = unzipSync(archive(files), { filter: ({ name }) => Number(name) % 10_000 === 9999 })
  expect(Object.entries(found).map(([name, bytes]) => [name, bytes[0]])).toEqual(
    Array.from({ length: 7 }, (_, i) => [`${i * 10_000 + 9999}`, (i * 10_000 + 9999) & 255]),
  )
})

test('a file beyond 4 GB has its place in 64 bits', () => {
  const record = directoryRecord({ name: 'far', crc: 7, size: 5, offset: 0x1_2345_6789 })
  expect(record.readUInt32LE(42)).toBe(0xffffffff)
  const extra = record.subarray(46 + 3)
  expect([extra.readUInt16LE(0), extra.readUInt16LE(2), extra.readBigUInt64LE(4)]).toEqual([
    1,
    8,
    0x1_2345_6789n,
  ])
  const end = archiveEnd(1, 100, 0x1_0000_0000)
  expect(end.readUInt32LE(0)).toBe(0x06064b50)
  expect(end.readBigUInt64LE(48)).toBe(0x1_0000_0000n)
  expect(end.readBigUInt64LE(56 + 8)).toBe(0x1_0000_0064n)
  expect(end.readUInt32LE(76 + 16)).toBe(0xffffffff)
})

test('records of a part of the archive are moved to what they are in all of it, beyond 4 GB too', () => {
  const entries = ['00000/a.png', 'ü.svg', 'b'].map((name, index) => {
    return { name, crc: 0xfedcba98 + index, size: 1000 + index, offset: 2000 * index }
  })
  const records = Buffer.concat(entries.map(directoryRecord))
  const before = Buffer.from(records)
  for (const by of [0, 5, 0xffffffff - 4000, 0xffffffff - 2000, 0xffffffff, 2 ** 40]) {
    const expected = entries.map((entry) => directoryRecord({ ...entry, offset: by + entry.offset }))
    expect(movedRecords(records, by)).toEqual(Buffer.concat(expected))
  }
  expect(records).toEqual(before)
})
