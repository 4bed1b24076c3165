import { parseWrittenEui64, type Eui64 } from '@claimtag/core'
import type { Headings } from '../device-field.ts'
import { formatIssue, rowIssue, type RowIssue } from '../row-issue.ts'
import type { RowProblem } from '../row-problem.ts'
import { damageOf } from './damage.ts'

const NEITHER_HEX_NOR_SEPARATOR = /[^0-9A-Fa-f: -]/
/** Prefixes of the digits: 0x70B3…, eui-70b3…, DevEUI: 70B3… */
const PREFIX = /^(?:0x|eui[-:]|(?:dev|app|join)eui[:=]\s*)/i
/** Separators like a hyphen: dashes of every length, dots, and typographic spaces. */
const DASHES = /[\u2010-\u2015\u2212\uFE58\uFE63]/g
const DOTTED = /^[0-9A-Fa-f]{2}(?:\.[0-9A-Fa-f]{2}){7}$|^[0-9A-Fa-f]{4}(?:\.[0-9A-Fa-f]{4}){3}$/
/** 7,0B3D6E+15 · 5.08E+15: programs that write EUIs never write a plus sign. */
const SPREADSHEET_NUMBER = /E\+\d+$/i
/** { 0x70, 0xB3, … } */
const BYTE_LIST = /0x[0-9a-f]{1,2}\W+0x[0-9a-f]{1,2}/i

/** Reads an EUI cell, or says what is wrong with it. */
export function readEui(
  cell: string,
  field: 'devEui' | 'joinEui',
  line: number,
  headings?: Headings,
): Eui64 | RowIssue {
  const eui = parseWrittenEui64(cell)
  if (eui !== undefined) return eui
  const plain = cell.normalize('NFKC').trim().replace(DASHES, '-').replace(/\s/g, ' ').replace(PREFIX, '')
  const read = parseWrittenEui64(DOTTED.test(plain) ? plain.replaceAll('.', '') : plain)
  if (read !== undefined) return read
  const known = problemOf(cell, plain, field)
  if (known !== undefined) return rowIssue(line, known, headings)
  const digits = cell.replace(/[-: ]/g, '')
  // All 16 digits are there, so the separators are wrong.
  const strange = digits.length === 16 ? /[^0-9A-Fa-f]/ : NEITHER_HEX_NOR_SEPARATOR
  const position = cell.search(strange)
  const wrong =
    position === -1
      ? ({ code: 'wrong-length', position: 0, length: digits.length, expected: '16' } as const)
      : ({ code: 'invalid-character', position, expected: 'hex digits' } as const)
  return formatIssue(line, { kind: 'misuse', field, ...wrong }, headings)
}

function problemOf(cell: string, plain: string, field: string): RowProblem | undefined {
  const damage = SPREADSHEET_NUMBER.test(cell) ? 'spreadsheet-number' : damageOf(cell)
  if (damage !== undefined) return { code: damage, field }
  if (BYTE_LIST.test(cell)) return { code: 'byte-list', field }
  return lookAlike(cell, field) ?? letterForDigit(cell, plain, field)
}

/** Alphabets with letters that look like hex digits: А, В, С, Е, Α, Β, Ε. */
const ALPHABETS = [
  ['Cyrillic', /\p{Script=Cyrillic}/u],
  ['Greek', /\p{Script=Greek}/u],
] as const

function lookAlike(cell: string, field: string): RowProblem | undefined {
  for (const [alphabet, letter] of ALPHABETS) {
    const position = cell.search(letter)
    if (position !== -1) return { code: 'look-alike', field, alphabet, position }
  }
  return undefined
}

/** Letters that are typed instead of a digit. */
const DIGITS = new Map([
  ['O', '0'],
  ['o', '0'],
  ['I', '1'],
  ['i', '1'],
  ['l', '1'],
  ['S', '5'],
  ['s', '5'],
  ['Z', '2'],
  ['z', '2'],
])

/** The first such letter, if the right digits in their places would make an EUI. */
function letterForDigit(cell: string, plain: string, field: string): RowProblem | undefined {
  const mended = plain.replace(/[OoIilSsZz]/g, (letter) => DIGITS.get(letter) ?? letter)
  if (parseWrittenEui64(mended) === undefined) return undefined
  const position = cell.search(/[OoIilSsZz]/)
  const letter = cell[position] ?? ''
  return { code: 'letter-for-digit', field, letter, digit: DIGITS.get(letter) ?? '', position }
}
