import { parseWrittenEui64 } from '@claimtag/core'
import { fieldOf, roleOf } from '../input/columns.ts'
import type { RowProblem } from '../row-problem.ts'
import type { Cells } from './row.ts'

/** Rows below a table: a sum, a count, an end mark. */
const FOOTER =
  /^(?:(?:sub|grand)?\s?total|sum(?:me|a)?|somme|gesamt(?:summe)?|count|anzahl|nombre|quantity|qty|end|ende|fin|eof|-+\s?end)\b/i

/** The kind of a row that is not a device; looked for when its DevEUI cannot be read. */
export function notADevice({ fields, columns }: Cells): RowProblem | undefined {
  const values = [...Object.values(fields), ...Object.values(columns)].filter((value) => value !== '')
  const named = Object.entries(fields).filter(([field, value]) => namesField(value, field))
  // A repeated line of names has them in the columns of the first.
  if (named.length > 0 && named.length >= values.length / 2) return { code: 'header-row' }
  const hasOthers = parseWrittenEui64(fields.joinEui ?? '') !== undefined || fields.ownerToken !== undefined
  if (!hasOthers && values.some((value) => FOOTER.test(value))) return { code: 'footer-row' }
  return values.length > 0 &&
    values.length <= 2 &&
    values.some((value) => /^(?:#|\/\/)(?![A-Z]+[!?/])/.test(value))
    ? { code: 'comment-row' }
    : undefined
}

function namesField(value: string, field: string): boolean {
  try {
    return fieldOf(roleOf(value, {})) === field
  } catch {
    return false
  }
}
