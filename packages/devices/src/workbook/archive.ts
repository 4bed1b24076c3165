import { createReadStream } from 'node:fs'
import { openHandleToRead } from '@claimtag/disk'
import { pipeline } from 'node:stream'
import { constants, crc32, createInflateRaw } from 'node:zlib'
import { damaged, tooLarge } from './fault.ts'
import { bytesAt, readZipDirectory, type ZipEntry } from './zip-directory.ts'
import { InputError } from '../issue.ts'

/** The files of a workbook by name, in any case. */
export interface Archive {
  readonly names: readonly string[]
  readonly has: (name: string) => boolean
  /** Uncompressed size of a file according to the directory, in bytes; 0 when it does not exist. */
  readonly sizeOf: (name: string) => number
  /**
   * The bytes of a file, never more than the directory says.
   *
   * @param most largest uncompressed size of such a file
   * @param sheet the sheet to name in errors
   * @throws InputError `damaged-workbook`, `workbook-too-large`, `foreign-file` (encrypted)
   */
  readonly read: (name: string, most: number, sheet?: string) => AsyncGenerator<Buffer>
}

// 4.3.7: the local header has 30 bytes, then a name and an extra field whose lengths are not in the directory.
const LOCAL = 0x04034b50
const LOCAL_LENGTH = 30
const [STORED, DEFLATED] = [0, 8]
/** Pieces are short, since the cells in one may stand for long shared texts. */
const PIECE = 64 << 10

/** A sheet shrinks to a tenth, one of equal rows to a fiftieth; the limit of deflate is a thousandth. */
const MOST_RATIO = 200
/** A smaller file does no harm, whatever its ratio. */
const RATIO_FROM = 16 << 20

/** @throws InputError `damaged-workbook`, `workbook-too-large` */
export async function openArchive(path: string): Promise<Archive> {
  const file = await openHandleToRead(path)
  try {
    const entries = await readZipDirectory(file)
    return {
      names: [...entries.values()].map(({ name }) => name),
      has: (name) => entries.has(name.toLowerCase()),
      sizeOf: (name) => entries.get(name.toLowerCase())?.size ?? 0,
      read: (name, most, sheet) => readEntry(path, entries.get(name.toLowerCase()), most, sheet),
    }
  } finally {
    await file.close()
  }
}

async function* readEntry(
  path: string,
  entry: ZipEntry | undefined,
  most: number,
  sheet: string | undefined,
): AsyncGenerator<Buffer> {
  if (entry === undefined) throw damaged('part', sheet)
  const { size, packed, method, crc } = entry
  if (entry.isEncrypted) throw new InputError({ code: 'foreign-file', kind: 'password' })
  if (method !== STORED && method !== DEFLATED) throw damaged('zip', sheet)
  if (size > most || (size > RATIO_FROM && size > packed * MOST_RATIO)) throw tooLarge(sheet)
  const start = await dataStart(path, entry, sheet)
  let [length, sum] = [0, 0]
  for await (const bytes of packed === 0 ? [] : unpack(path, start, packed, method)) {
    length += bytes.length
    // Sizes may be forged: no more is read than the directory said, which was checked before.
    if (length > size) throw damaged('size', sheet)
    sum = crc32(bytes, sum)
    yield bytes
  }
  if (length !== size || sum !== crc) throw damaged('size', sheet)

  async function* unpack(from: string, at: number, count: number, how: number): AsyncGenerator<Buffer> {
    const raw = createReadStream(from, { start: at, end: at + count - 1, highWaterMark: PIECE })
    if (how === STORED) {
      yield* raw as AsyncIterable<Buffer>
      return
    }
    const inflated = createInflateRaw({ chunkSize: PIECE, finishFlush: constants.Z_FINISH })
    // The loop below receives the errors; this only ends one stream together with the other.
    pipeline(raw, inflated, () => undefined)
    try {
      yield* inflated as AsyncIterable<Buffer>
    } catch (error) {
      throw isOfZlib(error) ? damaged('zip', sheet) : error
    } finally {
      raw.destroy()
    }
  }
}

async function dataStart(path: string, entry: ZipEntry, sheet: string | undefined): Promise<number> {
  const file = await openHandleToRead(path)
  try {
    const header = await bytesAt(file, entry.start, LOCAL_LENGTH)
    if (header.readUInt32LE(0) !== LOCAL) throw damaged('zip', sheet)
    const nameLength = header.readUInt16LE(26)
    const name = await bytesAt(file, entry.start + LOCAL_LENGTH, nameLength)
    const start = entry.start + LOCAL_LENGTH + nameLength + header.readUInt16LE(28)
    // If a file had two names, a virus scanner could see another file than this reader.
    const isNamedSo = name.toString('utf8').replaceAll('\\', '/') === entry.name
    if (!isNamedSo || start + entry.packed > entry.limit) throw damaged('zip', sheet)
    return start
  } finally {
    await file.close()
  }
}

function isOfZlib(error: unknown): boolean {
  const { code = '' } = error as NodeJS.ErrnoException
  return code.startsWith('Z_') || code === 'ERR_STREAM_PREMATURE_CLOSE'
}
