import { decode, thingpark, tr005 } from '@claimtag/core'
import { DEVICE_FIELDS, type DeviceField, type Headings } from '../device-field.ts'
import { formatIssue, rowIssue, type RowIssue } from '../row-issue.ts'

const PREFIX = 'LW:D0:'
const FORMATS = [thingpark, tr005]

/** Whether a cell holds the text of a whole code ("onboarding tag") instead of one value. */
export function isTag(cell: string): boolean {
  return cell.length > PREFIX.length && cell.slice(0, PREFIX.length).toUpperCase() === PREFIX
}

/**
 * Puts the values of a code where the columns would have put them.
 *
 * @param column the field or the name of the code's column
 * @param fields the values of the other columns; they may repeat the code, not contradict it
 */
export function readTag(
  tag: string,
  column: string,
  fields: Partial<Record<DeviceField, string>>,
  line: number,
  headings: Headings,
): readonly RowIssue[] {
  const result = decode(tag, FORMATS)
  if (!result.ok) return [formatIssue(line, { ...result.error, field: column }, headings)]
  const issues: RowIssue[] = []
  for (const field of DEVICE_FIELDS) {
    const value = result.record[field]
    if (value === undefined) continue
    const own = fields[field]
    if (own === undefined || isSame(own, value)) fields[field] = value
    else issues.push(rowIssue(line, { code: 'tag-conflict', field }, headings))
  }
  return issues
}

/** An EUI with dashes is the same EUI. */
function isSame(own: string, value: string): boolean {
  return own === value || own.replace(/[^0-9a-z]/gi, '').toUpperCase() === value
}
