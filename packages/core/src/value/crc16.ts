const TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xa001 : crc >>> 1
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
  return crc16Continue(0xffff, text, 0, text.length)
}

/** The same over text from `start` to `end`, continuing from `crc`, so that a gap can be left out without copying. */
export function crc16Continue(crc: number, text: string, start: number, end: number): number {
  let state = crc
  for (let i = start; i < end; i += 1) state = (state >>> 8) ^ TABLE[(state ^ text.charCodeAt(i)) & 0xff]!
  return state
}

const DIGITS = '0123456789ABCDEF'

/** Four upper-case hex digits, most significant first, leading zeros kept (TR005 4.2). */
export function crc16Text(crc: number): string {
  return DIGITS[crc >>> 12]! + DIGITS[(crc >>> 8) & 15]! + DIGITS[(crc >>> 4) & 15]! + DIGITS[crc & 15]!
}
