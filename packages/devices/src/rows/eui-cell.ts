import { parseWrittenEui64, type Eui64 } from '@claimtag/core'
import type { Headings } from '../input/columns.ts'
import { formatIssue, rowIssue, type RowIssue } from './row-issue.ts'

// 7,0B3D6E+15 · 5.08E+15: nothing that writes EUIs has a plus sign.
const SPREADSHEET_NUMBER = /E\+\d+$/i
const NEITHER_HEX_NOR_SEPARATOR = /[^0-9A-Fa-f: -]/

/** Reads an EUI cell, or says why it is none. */
export function readEui(
  cell: string,
  field: 'devEui' | 'joinEui',
  line: number,
  headings?: Headings,
): Eui64 | RowIssue {
  const eui = parseWrittenEui64(cell)
  if (eui !== undefined) return eui
  if (SPREADSHEET_NUMBER.test(cell)) return rowIssue(line, { code: 'spreadsheet-number', field }, headings)
  const digits = cell.replace(/[-: ]/g, '')
  // All 16 digits are there, so it is the separators that are not those of one custom.
  const strange = digits.length === 16 ? /[^0-9A-Fa-f]/ : NEITHER_HEX_NOR_SEPARATOR
  const position = cell.search(strange)
  const wrong =
    position === -1
      ? ({ code: 'wrong-length', position: 0, length: digits.length, expected: '16' } as const)
      : ({ code: 'invalid-character', position, expected: 'hex digits' } as const)
  return formatIssue(line, { kind: 'misuse', field, ...wrong }, headings)
}
