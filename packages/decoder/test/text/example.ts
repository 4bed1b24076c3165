import { crc16Modbus, type DecodeError, type Warning } from '@claimtag/core'
import { createDecoder } from '@claimtag/decoder'

/** The example of TR005 4.3. */
export const EXAMPLE =
  'LW:D0:1122334455667788:AABBCCDDEEFF0011:AABB1122:OAABBCCDDEEFF:SYYWWNNNNNN:PFOOBAR:CAF2C'

export const EXAMPLE_RECORD = {
  joinEui: '1122334455667788',
  devEui: 'AABBCCDDEEFF0011',
  vendorId: 'AABB',
  vendorProfileId: '1122',
  ownerToken: 'AABBCCDDEEFF',
  serialNumber: 'YYWWNNNNNN',
  proprietary: 'FOOBAR',
}

/** The fixed part of another device's code, without a ProfileID. */
export const IDS = 'LW:D0:70B3D57ED0000001:A84041000181D4A8:00000000'
export const IDS_RECORD = { joinEui: '70B3D57ED0000001', devEui: 'A84041000181D4A8' }

const decoder = createDecoder()

export function withChecksum(text: string): string {
  return `${text}:C${crc16Modbus(text).toString(16).toUpperCase().padStart(4, '0')}`
}

/** What is read, or the error. */
export function reading(text: string): object {
  const result = decoder.decode(text)
  return result.ok ? result.record : result.error
}

export function warningsOf(text: string): readonly Warning[] {
  const result = decoder.decode(text)
  if (!result.ok) throw new Error(`refused: ${result.error.code}`)
  return result.warnings
}

export function errorOf(text: string): DecodeError {
  const result = decoder.decode(text)
  if (result.ok) throw new Error('accepted')
  return result.error
}
