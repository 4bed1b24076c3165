const LOCAL = 0x04034b50
const LOCAL_BYTES = 30
/** Sizes that come only behind the content. */
const SIZES_BEHIND = 1 << 3

export interface ZipContent {
  readonly name: string
  /** `undefined` when it is compressed, as no archive of ours is. */
  readonly content: Buffer | undefined
}

/** The files in an archive by their local headers (PKWARE APPNOTE 6.3.10, 4.3.7); folders are left out. */
export function* zipEntries(bytes: Buffer): Generator<ZipContent> {
  for (let at = 0; at + LOCAL_BYTES <= bytes.length && bytes.readUInt32LE(at) === LOCAL;) {
    const [flags, method] = [bytes.readUInt16LE(at + 6), bytes.readUInt16LE(at + 8)]
    const size = bytes.readUInt32LE(at + 18)
    const name = at + LOCAL_BYTES
    const content = name + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28)
    const text = bytes.toString('utf8', name, name + bytes.readUInt16LE(at + 26))
    const isBehind = (flags & SIZES_BEHIND) !== 0
    at = content + size
    const isWhole = method === 0 && !isBehind && at <= bytes.length
    if (!text.endsWith('/')) yield { name: text, content: isWhole ? bytes.subarray(content, at) : undefined }
    // Where the next one is cannot be told.
    if (isBehind) return
  }
}
