import { crc32 } from 'node:zlib'

// PKWARE APPNOTE 6.3.10. Entries are stored, not deflated: a label's PNG is already compressed, and every entry can
// be read or verified at its place.

/** A file in an archive. */
export interface ZipEntry {
  readonly name: string
  readonly crc: number
  readonly size: number
  /** Offset of its local header. */
  readonly offset: number
}

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
const END64 = 0x06064b50
const LOCATOR64 = 0x07064b50
const LOCAL_BYTES = 30
const CENTRAL_BYTES = 46
const ZIP64_EXTRA = 0x0001

/** 2.0: stored files in folders. 4.5: ZIP64. */
const VERSION = 20
const VERSION_64 = 45
/** Made on Unix, so that the upper half of the attributes is a mode: a regular file, 0600. */
const MADE_BY = (3 << 8) | VERSION_64
const ATTRIBUTES = (0o100600 << 16) >>> 0
const UTF8_NAMES = 1 << 11
/** 1 January 1980, the first day of DOS: the same labels give the same bytes on every day. */
const DOS_DATE = (1 << 5) | 1
const MAX_16 = 0xffff
const MAX_32 = 0xffffffff

/** The header before a file's bytes (4.3.7). */
export function localHeader(
  name: string,
  bytes: Uint8Array,
): { readonly header: Buffer; readonly crc: number } {
  const label = Buffer.from(name, 'utf8')
  const header = Buffer.alloc(LOCAL_BYTES + label.length)
  const crc = crc32(bytes)
  header.writeUInt32LE(LOCAL, 0)
  header.writeUInt16LE(VERSION, 4)
  header.writeUInt16LE(UTF8_NAMES, 6)
  header.writeUInt16LE(DOS_DATE, 12)
  header.writeUInt32LE(crc, 14)
  header.writeUInt32LE(bytes.length, 18)
  header.writeUInt32LE(bytes.length, 22)
  header.writeUInt16LE(label.length, 26)
  label.copy(header, LOCAL_BYTES)
  return { header, crc }
}

/** A file's record in the directory at the end of the archive (4.3.12). */
export function directoryRecord({ name, crc, size, offset }: ZipEntry): Buffer {
  const label = Buffer.from(name, 'utf8')
  const far = offset >= MAX_32
  const record = Buffer.alloc(CENTRAL_BYTES + label.length + (far ? 12 : 0))
  record.writeUInt32LE(CENTRAL, 0)
  record.writeUInt16LE(MADE_BY, 4)
  record.writeUInt16LE(far ? VERSION_64 : VERSION, 6)
  record.writeUInt16LE(UTF8_NAMES, 8)
  record.writeUInt16LE(DOS_DATE, 14)
  record.writeUInt32LE(crc, 16)
  record.writeUInt32LE(size, 20)
  record.writeUInt32LE(size, 24)
  record.writeUInt16LE(label.length, 28)
  record.writeUInt16LE(far ? 12 : 0, 30)
  record.writeUInt32LE(ATTRIBUTES, 38)
  record.writeUInt32LE(far ? MAX_32 : offset, 42)
  label.copy(record, CENTRAL_BYTES)
  if (far) {
    const extra = CENTRAL_BYTES + label.length
    record.writeUInt16LE(ZIP64_EXTRA, extra)
    record.writeUInt16LE(8, extra + 2)
    record.writeBigUInt64LE(BigInt(offset), extra + 4)
  }
  return record
}

/**
 * Adds a number to the offsets in records.
 *
 * @param records as made by `directoryRecord`, with offsets from the beginning of a part of the archive
 * @param by offset of that part
 */
export function movedRecords(records: Uint8Array, by: number): Buffer {
  const moved = Buffer.allocUnsafeSlow(records.length)
  moved.set(records)
  const far: Buffer[] = []
  let near = 0
  for (let at = 0; at < moved.length;) {
    const name = at + CENTRAL_BYTES
    const end = name + moved.readUInt16LE(at + 28)
    const offset = by + moved.readUInt32LE(at + 42)
    if (offset < MAX_32) {
      moved.writeUInt32LE(offset, at + 42)
      near = end
    } else {
      const [crc, size] = [moved.readUInt32LE(at + 16), moved.readUInt32LE(at + 20)]
      far.push(directoryRecord({ name: moved.toString('utf8', name, end), crc, size, offset }))
    }
    at = end
  }
  // Files have the order of their records: the largest offsets come last.
  return far.length === 0 ? moved : ownMemory([moved.subarray(0, near), ...far])
}

/** `Buffer.concat` would use the memory that small buffers share, which cannot be transferred to another thread. */
function ownMemory(parts: readonly Buffer[]): Buffer {
  const whole = Buffer.allocUnsafeSlow(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) at += part.copy(whole, at)
  return whole
}

/**
 * The end of the archive (4.3.14 to 4.3.16). The ZIP64 records are written only when numbers need them, since some
 * small readers fail on them.
 */
export function archiveEnd(entries: number, directorySize: number, directoryOffset: number): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(END, 0)
  end.writeUInt16LE(Math.min(entries, MAX_16), 8)
  end.writeUInt16LE(Math.min(entries, MAX_16), 10)
  end.writeUInt32LE(Math.min(directorySize, MAX_32), 12)
  end.writeUInt32LE(Math.min(directoryOffset, MAX_32), 16)
  if (entries < MAX_16 && directorySize < MAX_32 && directoryOffset < MAX_32) return end
  const end64 = Buffer.alloc(56 + 20)
  end64.writeUInt32LE(END64, 0)
  end64.writeBigUInt64LE(44n, 4)
  end64.writeUInt16LE(MADE_BY, 12)
  end64.writeUInt16LE(VERSION_64, 14)
  end64.writeBigUInt64LE(BigInt(entries), 24)
  end64.writeBigUInt64LE(BigInt(entries), 32)
  end64.writeBigUInt64LE(BigInt(directorySize), 40)
  end64.writeBigUInt64LE(BigInt(directoryOffset), 48)
  end64.writeUInt32LE(LOCATOR64, 56)
  end64.writeBigUInt64LE(BigInt(directoryOffset + directorySize), 64)
  end64.writeUInt32LE(1, 72)
  return Buffer.concat([end64, end])
}
