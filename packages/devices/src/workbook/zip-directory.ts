import type { FileHandle } from 'node:fs/promises'
import { InputError } from '../issue.ts'
import { damaged, tooLarge } from './fault.ts'

// APPNOTE.TXT 6.3.10: 4.3.12 central directory, 4.3.14 and 4.3.15 ZIP64, 4.3.16 end of central directory.
const ENTRY = 0x02014b50
const END = 0x06054b50
const END_64 = 0x06064b50
const LOCATOR_64 = 0x07064b50
const ENTRY_LENGTH = 46
const END_LENGTH = 22
const END_64_LENGTH = 56
const LOCATOR_LENGTH = 20
const LONGEST_COMMENT = 0xffff
const IN_ZIP64 = 0xffffffff

/** Programs write a few files for each sheet. */
const MOST_ENTRIES = 10_000
const LONGEST_DIRECTORY = 4 << 20

/** A file in an archive, as described by the directory. */
export interface ZipEntry {
  readonly name: string
  readonly isEncrypted: boolean
  /** 0 stored, 8 deflated. */
  readonly method: number
  readonly crc: number
  /** Compressed and uncompressed size in bytes. */
  readonly packed: number
  readonly size: number
  /** Offset of its local header, and the offset of the next one or of the directory. */
  readonly start: number
  readonly limit: number
}

/**
 * The directory at the end of an archive. No two entries may share a name or a byte: readers differ in which of two
 * they take, and a small file inflates to terabytes when many names share one piece of data.
 *
 * @throws InputError `not-a-workbook`, `damaged-workbook`, `workbook-too-large`
 */
export async function readZipDirectory(file: FileHandle): Promise<ReadonlyMap<string, ZipEntry>> {
  const { size } = await file.stat()
  const { at, length, count } = await findDirectory(file, size)
  if (count > MOST_ENTRIES || length > LONGEST_DIRECTORY) throw tooLarge()
  if (at + length > size) throw damaged('zip')
  const entries = entriesOf(await bytesAt(file, at, length), count)
  const ordered = [...entries].sort((a, b) => a.start - b.start)
  const bounded = ordered.map((entry, index) => ({ ...entry, limit: ordered[index + 1]?.start ?? at }))
  for (const { start, packed, limit } of bounded) if (start + packed > limit) throw damaged('zip')
  const named = new Map(bounded.map((entry) => [entry.name.toLowerCase(), entry]))
  if (named.size !== entries.length) throw damaged('zip')
  return named
}

/** @throws InputError `damaged-workbook` when the file is too short */
export async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at)
  if (bytesRead < length) throw damaged('zip')
  return buffer
}

interface DirectoryPlace {
  readonly at: number
  readonly length: number
  readonly count: number
}

async function findDirectory(file: FileHandle, size: number): Promise<DirectoryPlace> {
  const tailLength = Math.min(size, END_LENGTH + LONGEST_COMMENT)
  const tail = await bytesAt(file, size - tailLength, tailLength)
  for (let at = tail.length - END_LENGTH; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== END || at + END_LENGTH + tail.readUInt16LE(at + 20) !== tail.length)
      continue
    const locator = at - LOCATOR_LENGTH
    if (locator >= 0 && tail.readUInt32LE(locator) === LOCATOR_64)
      return findDirectory64(file, whole(tail.readBigUInt64LE(locator + 8)))
    return {
      at: tail.readUInt32LE(at + 16),
      length: tail.readUInt32LE(at + 12),
      count: tail.readUInt16LE(at + 10),
    }
  }
  throw new InputError({ code: 'not-a-workbook' })
}

async function findDirectory64(file: FileHandle, at: number): Promise<DirectoryPlace> {
  const end = await bytesAt(file, at, END_64_LENGTH)
  if (end.readUInt32LE(0) !== END_64) throw damaged('zip')
  return {
    at: whole(end.readBigUInt64LE(48)),
    length: whole(end.readBigUInt64LE(40)),
    count: whole(end.readBigUInt64LE(32)),
  }
}

function entriesOf(directory: Buffer, count: number): readonly Omit<ZipEntry, 'limit'>[] {
  const entries: Omit<ZipEntry, 'limit'>[] = []
  let at = 0
  while (entries.length < count) {
    if (at + ENTRY_LENGTH > directory.length || directory.readUInt32LE(at) !== ENTRY) throw damaged('zip')
    const nameEnd = at + ENTRY_LENGTH + directory.readUInt16LE(at + 28)
    const extraEnd = nameEnd + directory.readUInt16LE(at + 30)
    const end = extraEnd + directory.readUInt16LE(at + 32)
    if (end > directory.length) throw damaged('zip')
    // In the order of the ZIP64 field, which contains only the numbers that do not fit.
    const sizes = [24, 20, 42].map((offset) => directory.readUInt32LE(at + offset))
    const [size = 0, packed = 0, start = 0] = widened(sizes, directory.subarray(nameEnd, extraEnd))
    entries.push({
      name: directory.toString('utf8', at + ENTRY_LENGTH, nameEnd).replaceAll('\\', '/'),
      isEncrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      packed,
      size,
      start,
    })
    at = end
  }
  return entries
}

/** 4.5.3: eight bytes for each number that is 0xFFFFFFFF in the entry itself. */
function widened(sizes: readonly number[], extra: Buffer): readonly number[] {
  if (!sizes.includes(IN_ZIP64)) return sizes
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue
    const field = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2))
    let next = 0
    return sizes.map((size) => {
      if (size !== IN_ZIP64) return size
      if (next + 8 > field.length) throw damaged('zip')
      next += 8
      return whole(field.readBigUInt64LE(next - 8))
    })
  }
  throw damaged('zip')
}

function whole(number: bigint): number {
  if (number > BigInt(Number.MAX_SAFE_INTEGER)) throw damaged('zip')
  return Number(number)
}
