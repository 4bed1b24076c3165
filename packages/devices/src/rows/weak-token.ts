import type { Device } from './device.ts'
import type { WeakToken } from '../row-problem.ts'
import { isHexadecimal } from './hex-token.ts'

/** Why a token protects nothing, if so. Such a device is labelled all the same: its token was decided by its issuer. */
export function weakness({ devEui, serialNumber, ownerToken }: Device['fields']): WeakToken | undefined {
  if (ownerToken === undefined) return undefined
  if (isSameText(ownerToken, devEui)) return 'weak-token-dev-eui'
  if (serialNumber !== undefined && isSameText(ownerToken, serialNumber)) return 'weak-token-serial'
  const bytes = isWorthDecoding(ownerToken, serialNumber) ? bytesOf(ownerToken) : undefined
  if (bytes?.length === EUI_BYTES && bytes.toString('hex').toUpperCase() === devEui)
    return 'weak-token-dev-eui'
  if (
    bytes !== undefined &&
    bytes.length === serialNumber?.length &&
    bytes.toString('latin1') === serialNumber
  )
    return 'weak-token-serial'
  const digits = steady(lengthOf(ownerToken), (at) => stepOf(ownerToken, at))
  return digits ?? (bytes && steady(bytes.length, (at) => byteStep(bytes, at)))
}

/** Whether two texts are equal but for case. Making capitals of each token took as long as all that follows. */
function isSameText(a: string, b: string): boolean {
  return a.length === b.length && a.toUpperCase() === b.toUpperCase()
}

const EUI_BYTES = 8
/** Fewer digits or bytes form a sequence by chance now and then. */
const LEAST = 4

/** The bytes of a token that looks hexadecimal or base64. */
function bytesOf(token: string): Buffer {
  return Buffer.from(token, isHexadecimal(token) ? 'hex' : 'base64')
}

const BASE64_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
/** Values of digits by their code; 255 for other characters. */
const SEXTETS = valuesOf((character) => BASE64_DIGITS.indexOf(character))
const NIBBLES = valuesOf((character) => '0123456789ABCDEF'.indexOf(character.toUpperCase()))

function valuesOf(valueOf: (character: string) => number): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, unit) => valueOf(String.fromCharCode(unit)))
}

/**
 * Whether the bytes that a token stands for, in base64 or in hex, may be an EUI, the serial number or steady. Length
 * and first two bytes tell of nearly every token that they are not, in a tenth of the time of decoding it.
 */
function isWorthDecoding(token: string, serialNumber: string | undefined): boolean {
  const inBase64 = Math.floor((lengthOf(token) * 3) / 4)
  const inHex = token.length / 2
  const serial = serialNumber?.length
  if (inBase64 === EUI_BYTES || inHex === EUI_BYTES || inBase64 === serial || inHex === serial) return true
  const sextet = (at: number): number => SEXTETS[token.charCodeAt(at)] ?? 255
  const nibble = (at: number): number => NIBBLES[token.charCodeAt(at)] ?? 255
  const [a, b, c] = [sextet(0), sextet(1), sextet(2)]
  if ((a | b | c) > 63) return true
  const isHex = (nibble(0) | nibble(1) | nibble(2) | nibble(3)) < 16
  return (
    isSteady(((b << 4) | (c >> 2)) - ((a << 2) | (b >> 4))) ||
    (isHex && isSteady(((nibble(2) - nibble(0)) << 4) + nibble(3) - nibble(1)))
  )
}

/** Whether one byte may follow another in a steady token. */
function isSteady(step: number): boolean {
  return ((step + 1) & 0xff) <= 2
}

/** Without the padding of base64. */
function lengthOf(token: string): number {
  let end = token.length
  while (token.charCodeAt(end - 1) === PADDING) end--
  return end
}

const PADDING = 0x3d

/** Whether all steps from one to the next are equal, and small. */
function steady(length: number, step: (at: number) => number): WeakToken | undefined {
  if (length < LEAST) return undefined
  const first = step(1)
  if (Math.abs(first) > 1) return undefined
  for (let at = 2; at < length; at++) if (step(at) !== first) return undefined
  return first === 0 ? 'weak-token-constant' : 'weak-token-sequence'
}

function byteStep(bytes: Buffer, at: number): number {
  const step = ((bytes[at] ?? 0) - (bytes[at - 1] ?? 0)) & 0xff
  return step === 0xff ? -1 : step
}

// 89AB counts in hex although 9 and A are not adjacent in ASCII; after F0 and 90 counting starts again.
function stepOf(text: string, at: number): number {
  const [last, unit] = [text.charCodeAt(at - 1), text.charCodeAt(at)]
  const [from, to] = [NIBBLES[last] ?? 255, NIBBLES[unit] ?? 255]
  if (from > 15 || to > 15) return capital(unit) - capital(last)
  const step = to - from
  if (step === -15 || (step === -9 && to === 0)) return 1
  return step === 15 || (step === 9 && from === 0) ? -1 : step
}

/** The code of a letter in upper case. */
function capital(unit: number): number {
  return unit >= 0x61 && unit <= 0x7a ? unit - 0x20 : unit
}
