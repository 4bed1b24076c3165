import type { DeviceField, Headings } from '../device-field.ts'
import type { IdNotation } from '../input/input.ts'
import { rowIssue, type RowIssue } from '../row-issue.ts'

type Fields = Readonly<Partial<Record<DeviceField, string>>>

export type Ids = Pick<Partial<Record<DeviceField, string>>, 'vendorId' | 'vendorProfileId'>

const ID_FIELDS = ['vendorId', 'vendorProfileId'] as const

/** IDs that may be decimal: hexadecimal ones have four digits, and zeros in front. */
const DIGITS_ALONE = /^[1-9]\d*$/
const HEX = /^[0-9A-Fa-f]{4}$|^[0-9A-Fa-f]{8}$/
const LARGEST = 0xffff

/** What the IDs of a row show of the notation of all of them; `undefined` when it has none. */
export function notationOf(fields: Fields): 'hex' | 'either' | undefined {
  const ids = ID_FIELDS.flatMap((field) => fields[field] ?? [])
  if (ids.length === 0) return undefined
  return ids.some((id) => HEX.test(id) && !DIGITS_ALONE.test(id)) ? 'hex' : 'either'
}

/**
 * The IDs of vendor and profile as in a code, four hex digits each. A ProfileID of eight digits contains both (TR005,
 * section 4.2).
 */
export function readIds(
  fields: Fields,
  notation: IdNotation | undefined,
  line: number,
  headings: Headings | undefined,
  issues: RowIssue[],
): Ids {
  const { vendorId, vendorProfileId } = fields
  if (notation !== 'decimal' && vendorProfileId?.length === 8 && HEX.test(vendorProfileId)) {
    const [vendor, profile] = [vendorProfileId.slice(0, 4), vendorProfileId.slice(4)]
    if (vendorId === undefined || vendorId.toUpperCase() === vendor.toUpperCase())
      return { vendorId: vendor, vendorProfileId: profile }
  }
  const read: { vendorId?: string; vendorProfileId?: string } = {}
  for (const field of ID_FIELDS) {
    const id = fields[field]
    if (id === undefined) continue
    read[field] = id
    if (notation === 'hex' || (notation === undefined && !DIGITS_ALONE.test(id))) continue
    if (notation === undefined) issues.push(rowIssue(line, { code: 'ids-undecided', field }, headings))
    else if (!/^\d+$/.test(id)) continue
    else if (Number(id) > LARGEST) issues.push(rowIssue(line, { code: 'id-too-large', field }, headings))
    else read[field] = Number(id).toString(16).toUpperCase().padStart(4, '0')
  }
  return read
}
