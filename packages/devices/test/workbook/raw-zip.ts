import { crc32, deflateRawSync } from 'node:zlib'

/** A file for an archive, and false values for its headers. */
export interface RawFile {
  readonly name: string
  readonly bytes: Buffer
  readonly stored?: boolean
  readonly says?: Partial<Record<'size' | 'packed' | 'crc' | 'method' | 'flags' | 'start', number>>
  /** The name in its local header. */
  readonly localName?: string
}

/** Writes an archive field by field, so that each can be wrong. */
export function rawZip(files: readonly RawFile[], { zip64 = false, count = files.length } = {}): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, bytes, stored = false, says = {}, localName = name } of files) {
    const data = stored ? bytes : deflateRawSync(bytes)
    const facts = {
      size: bytes.length,
      packed: data.length,
      crc: crc32(bytes),
      method: stored ? 0 : 8,
      flags: 0,
      start: at,
      ...says,
    }
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(facts.method, 8)
    local.writeUInt16LE(Buffer.byteLength(localName), 26)
    const body = Buffer.concat([local, Buffer.from(localName), data])
    bodies.push(body)
    at += body.length

    const extra = zip64 ? Buffer.alloc(28) : Buffer.alloc(0)
    if (zip64) {
      extra.writeUInt16LE(1, 0)
      extra.writeUInt16LE(24, 2)
      extra.writeBigUInt64LE(BigInt(facts.size), 4)
      extra.writeBigUInt64LE(BigInt(facts.packed), 12)
      extra.writeBigUInt64LE(BigInt(facts.start), 20)
    }
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(facts.flags, 8)
    entry.writeUInt16LE(facts.method, 10)
    entry.writeUInt32LE(facts.crc, 16)
    entry.writeUInt32LE(zip64 ? 0xffffffff : facts.packed, 20)
    entry.writeUInt32LE(zip64 ? 0xffffffff : facts.size, 24)
    entry.writeUInt16LE(Buffer.byteLength(name), 28)
    entry.writeUInt16LE(extra.length, 30)
    entry.writeUInt32LE(zip64 ? 0xffffffff : facts.start, 42)
    directory.push(entry, Buffer.from(name), extra)
  }
  const entries = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(zip64 ? 0xffff : count, 10)
  end.writeUInt32LE(zip64 ? 0xffffffff : entries.length, 12)
  end.writeUInt32LE(zip64 ? 0xffffffff : at, 16)
  return Buffer.concat([...bodies, entries, ...(zip64 ? endOf64(at, entries.length, count) : []), end])
}

function endOf64(at: number, length: number, count: number): readonly Buffer[] {
  const end = Buffer.alloc(56)
  end.writeUInt32LE(0x06064b50, 0)
  end.writeBigUInt64LE(44n, 4)
  end.writeBigUInt64LE(BigInt(count), 32)
  end.writeBigUInt64LE(BigInt(length), 40)
  end.writeBigUInt64LE(BigInt(at), 48)
  const locator = Buffer.alloc(20)
  locator.writeUInt32LE(0x07064b50, 0)
  locator.writeBigUInt64LE(BigInt(at + length), 8)
  return [end, locator]
}
