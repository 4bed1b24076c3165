const TABLE = /* @__PURE__ */ Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit += 1) crc = (crc >> 1) ^ (crc & 1 && 0xa001)
  return crc
})

/**
 * CRC-16/MODBUS of ASCII text: poly 0x8005 reflected, init 0xFFFF, no final xor (check value of `123456789` is
 * 0x4B37). The checksum of TR005, tested with the example of its section 4.3 (AF2C).
 *
 * @example
 * ```ts
 * import { crc16Modbus } from '@claimtag/core'
 *
 * console.log(crc16Modbus('123456789').toString(16)) // 4b37
 * ```
 */
export function crc16Modbus(text: string): number {
  let crc = 0xffff
  for (let at = 0; at < text.length; at += 1) crc = (crc >> 8) ^ TABLE[(crc ^ text.charCodeAt(at)) & 0xff]!
  return crc
}

/** The checksum as it stands in a code: four upper-case hex digits, leading zeros kept (TR005 4.2). */
export function checksumOf(text: string): string {
  return (crc16Modbus(text) + 0x10000).toString(16).slice(1).toUpperCase()
}

const BYTES = /* @__PURE__ */ Array.from({ length: 256 }, (_, byte) =>
  (byte + 0x100).toString(16).slice(1).toUpperCase(),
)

/** `checksumOf` in half of its time, for the writer. The reader, which is kept small, does without the table. */
export function quickChecksumOf(text: string): string {
  const crc = crc16Modbus(text)
  return BYTES[crc >> 8]! + BYTES[crc & 0xff]!
}
