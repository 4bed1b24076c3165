let crcTable: Int32Array | undefined

/** CRC-32 (ISO 3309) of a PNG chunk, four bytes at a time, with a table for each of the four. */
export function crc32(bytes: Uint8Array, from: number, to: number): number {
  const table = (crcTable ??= makeCrcTable())
  let crc = -1
  let at = from
  for (; at + 4 <= to; at += 4) {
    crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
    crc =
      table[768 + (crc & 255)]! ^
      table[512 + ((crc >>> 8) & 255)]! ^
      table[256 + ((crc >>> 16) & 255)]! ^
      table[crc >>> 24]!
  }
  for (; at < to; at += 1) crc = (crc >>> 8) ^ table[(crc ^ bytes[at]!) & 255]!
  return ~crc >>> 0
}

/** The change of the checksum by one byte; and 256 entries further each, its effect one, two and three bytes later. */
function makeCrcTable(): Int32Array {
  const table = Int32Array.from({ length: 1024 }, (_, index) => index)
  for (let index = 0; index < 256; index += 1) {
    let crc = index
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
    table[index] = crc
  }
  for (let index = 256; index < 1024; index += 1) {
    const before = table[index - 256]!
    table[index] = (before >>> 8) ^ table[before & 255]!
  }
  return table
}
