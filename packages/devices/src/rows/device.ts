import {
  ClaimtagError,
  encode,
  explain,
  namedRecord,
  type DeviceFields,
  type Eui64,
  type Format,
} from '@claimtag/core'
import { DEVICE_FIELDS, isDeviceField, type DeviceField } from '../device-field.ts'
import { formatIssue, rowIssue, type RowIssue } from '../row-issue.ts'
import { damageOf } from './damage.ts'
import { readEui } from './eui-cell.ts'
import { readIds } from './ids.ts'
import { notADevice } from './not-a-device.ts'
import type { Cells } from './row.ts'

/** The device of a sound row, and the text of its code. */
export interface Device {
  readonly fields: DeviceFields & { readonly devEui: Eui64; readonly joinEui?: Eui64 | undefined }
  readonly columns: Readonly<Record<string, string>>
  /** The payload. It contains the token: it belongs into the symbol and nowhere else. */
  readonly text: string
}

/** The values of a row, as far as they are valid, and everything that is wrong with it. */
interface CheckedRow {
  /** Present when nothing is wrong. */
  readonly device?: Device
  /** Present when the cell holds a DevEUI, even if the row is refused for another reason. */
  readonly devEui?: Eui64
  readonly issues: readonly RowIssue[]
}

export type RowChecker = (cells: Cells, line: number) => CheckedRow

const BLANK = '0000000000000000'
const FULL = 'FFFFFFFFFFFFFFFF'

/**
 * Checks rows against one format, by writing the code that the label will have.
 *
 * @throws ClaimtagError `read-only-format`
 */
export function createRowChecker(format: Format): RowChecker {
  if (!format.writable) {
    const issue = { code: 'read-only-format', kind: 'misuse', format: format.id } as const
    throw new ClaimtagError(issue, explain(issue))
  }
  const carried = format.fields.map(({ name }) => name)
  const own = carried.filter((name) => !isDeviceField(name))
  // A value without a field in the format may still be printed beside the symbol; a token must not be lost unnoticed.
  const encoded = DEVICE_FIELDS.filter((field) => field === 'ownerToken' || carried.includes(field))
  // Nearly every format has all fields of a device, and then no field has to be removed.
  const isWhole = own.length === 0 && encoded.length === DEVICE_FIELDS.length

  return (cells, line) => {
    const { fields, columns, headings, ids } = cells
    const issues: RowIssue[] = []
    // Named one by one: a load by a name that varies is a search.
    const devEui = euiOf(fields.devEui, 'devEui', cells, line, issues)
    if (devEui === undefined) {
      const problem = notADevice(cells)
      if (problem !== undefined) return { issues: [rowIssue(line, problem, headings)] }
    }
    const joinEui = euiOf(fields.joinEui, 'joinEui', cells, line, issues)
    if (fields.devEui === undefined)
      issues.push(rowIssue(line, { code: 'missing-value', field: 'devEui' }, headings))
    if (devEui === BLANK || devEui === FULL)
      issues.push(rowIssue(line, { code: 'no-identity', field: 'devEui' }, headings))
    // All zeros is a valid JoinEUI, used for private servers.
    if (joinEui === FULL) issues.push(rowIssue(line, { code: 'no-identity', field: 'joinEui' }, headings))
    findDamage(fields.ownerToken, 'ownerToken', cells, line, issues)
    findDamage(fields.serialNumber, 'serialNumber', cells, line, issues)
    findDamage(fields.proprietary, 'proprietary', cells, line, issues)
    for (const name of own) findDamage(columns[name], name, cells, line, issues)
    const hasIds = fields.vendorId !== undefined || fields.vendorProfileId !== undefined
    const given = hasIds ? { ...fields, ...readIds(fields, ids, line, headings, issues) } : fields
    if (devEui === undefined || issues.length > 0) {
      return { ...(devEui === undefined ? {} : { devEui }), issues }
    }
    const plain = { ...given, devEui, joinEui }
    const known = own.length === 0 ? plain : { ...plain, extra: extraOf(columns, own) }
    const stack = Error.stackTraceLimit
    try {
      // The stack of a refused row is never read, and writing it took a third of the time of such a row.
      Error.stackTraceLimit = 0
      const text = encode(isWhole ? known : pick(known, encoded, own.length > 0), format)
      return { devEui, issues, device: { fields: known, columns, text } }
    } catch (error) {
      if (!(error instanceof ClaimtagError)) throw error
      return { devEui, issues: [formatIssue(line, error.issue, headings)] }
    } finally {
      Error.stackTraceLimit = stack
    }
  }
}

/** Reports what has happened to a value that goes into the code unchanged. */
function findDamage(
  value: string | undefined,
  field: string,
  { headings }: Cells,
  line: number,
  issues: RowIssue[],
): void {
  const code = value === undefined ? undefined : damageOf(value)
  if (code !== undefined) issues.push(rowIssue(line, { code, field }, headings))
}

function euiOf(
  cell: string | undefined,
  field: 'devEui' | 'joinEui',
  { headings }: Cells,
  line: number,
  issues: RowIssue[],
): Eui64 | undefined {
  if (cell === undefined) return undefined
  const eui = readEui(cell, field, line, headings)
  if (typeof eui === 'string') return eui
  issues.push(eui)
  return undefined
}

function extraOf(columns: Cells['columns'], own: readonly string[]): DeviceFields['extra'] {
  return namedRecord(
    own.flatMap((name) => {
      const value = Object.hasOwn(columns, name) ? columns[name] : undefined
      return value ? [[name, value] as const] : []
    }),
  )
}

function pick(known: Device['fields'], encoded: readonly DeviceField[], extra: boolean): DeviceFields {
  const chosen: Record<string, unknown> = extra ? { extra: known.extra } : {}
  for (const field of encoded) chosen[field] = known[field]
  return chosen as unknown as DeviceFields
}
