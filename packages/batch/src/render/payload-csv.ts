import type { Device } from '@claimtag/devices'
import { csvLine } from './csv-line.ts'

/** Names of columns, as BarTender and NiceLabel map them. */
export const PAYLOAD_HEADER = csvLine(['devEui', 'joinEui', 'serialNumber', 'payload'])

/** A device for label programs that draw the symbol themselves. The payload holds the token. */
export function payloadLine({ fields, text }: Device): string {
  return csvLine([fields.devEui, fields.joinEui ?? '', fields.serialNumber ?? '', text])
}
