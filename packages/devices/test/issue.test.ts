import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { faultsIn, withOnes, type Least } from '../../core/test/issue/whole-sentence.ts'
import { explain, type InputIssue, type RowProblem } from '../src/index.ts'
import { rowIssue } from '../src/row-issue.ts'

const field = 'ownerToken'
const lines = [2]
const INPUT: Least<InputIssue> = {
  'input-missing': { path: 'a' },
  'input-unreadable': { path: 'a', detail: 'EACCES' },
  'input-changed': { path: 'a' },
  'input-repeated': { path: 'a' },
  'record-too-long': { line: 1 },
  'unclosed-quote': { line: 1 },
  'not-json': {},
  'secure-element-manifest': {},
  'not-a-workbook': {},
  'old-workbook': {},
  'workbook-too-large': {},
  'foreign-file': { kind: 'password' },
  'damaged-workbook': { problem: 'zip' },
  'cell-out-of-range': { sheet: 'a' },
  'damaged-parquet': { problem: 'page' },
  'parquet-too-large': {},
  'parquet-unsupported': { what: 'encryption' },
  'parquet-columns': { columns: ['a'] },
  'parquet-reader-missing': { name: 'hyparquet' },
  'no-visible-devices': { names: ['a'] },
  'several-sheets': { names: ['a', 'b'] },
  'no-rows': {},
  'no-header': {},
  'missing-column': { field, names: ['a'] },
  'duplicate-column': { field, names: ['a', 'b'] },
  'unknown-column': { field, name: 'a', columns: [] },
  'key-column': { field },
  'ids-ambiguous': { field },
  'tokens-look-hexadecimal': { field },
}
const ROWS: Least<RowProblem> = {
  'missing-value': { field },
  'spreadsheet-number': { field },
  'spreadsheet-date': { field },
  'spreadsheet-boolean': { field },
  'rounded-number': { field },
  'lost-zeros': { field, length: 5, usual: 8 },
  'error-cell': { field },
  formula: { field },
  'partly-quoted': { field },
  'placeholder-text': { field },
  'no-identity': { field },
  'letter-for-digit': { field, letter: 'O', digit: '0', position: 0 },
  'look-alike': { field, alphabet: 'Greek', position: 0 },
  'byte-list': { field },
  'ids-undecided': { field },
  'id-too-large': { field },
  'tag-conflict': { field },
  'key-value': { field },
  'wrong-cell-count': { count: 3, expected: 2 },
  'header-row': {},
  'footer-row': {},
  'comment-row': {},
  'not-utf-8': { field },
  'not-an-object': {},
  'too-deep': {},
  'duplicate-member': { field },
  'not-a-value': { field },
  'nested-value': { field },
  'null-value': { field },
  'nested-row': { member: 'device' },
  'missing-member': { member: 'device' },
  'dev-eui-conflict': { field, lines, count: 1 },
  'token-conflict': { field, lines, count: 12 },
  'no-symbol': {},
  'token-shown': { column: 'Link' },
  'bad-copies': { field: 'Qty', most: 1000 },
  'labelled-otherwise': { field, lines },
  'identical-repeat': { field, lines },
  'duplicate-serial': { field, lines },
  'weak-token-constant': { field },
  'weak-token-sequence': { field },
  'weak-token-dev-eui': { field },
  'weak-token-serial': { field },
  'group-address': { field },
  'unlike-others': { field, what: 'length' },
  'maybe-rounded': { field },
  'invisible-characters': { field },
  'read-as': { encoding: 'UTF-16' },
  'passed-over': { what: 'title', count: 1 },
  'joined-header': {},
  'formula-without-result': { field },
  'merged-cell': { field, lines },
  'beside-table': { place: 'F' },
  'hidden-sheet': { sheet: 'a' },
  'hidden-rows': { lines, count: 1, areLeftOut: false },
  'shown-otherwise': { column: 'a' },
  'nameless-columns': { columns: ['F'] },
  'key-like-column': { column: 'a' },
  'repeated-heading': { column: 'a' },
  'invisible-heading': { column: 'a' },
}

test.each(Object.entries({ ...INPUT, ...ROWS }))('%s is a sentence', (code, data) => {
  // JSON's own word for nothing.
  expect(faultsIn(explain({ code, ...data } as InputIssue | RowProblem), 'null')).toEqual([])
  expect(faultsIn(explain({ code, ...withOnes(data) } as InputIssue | RowProblem), 'null')).toEqual([])
})

test('an issue of a row names the column as the input does, and a field named like an inherited one is none', () => {
  expect(rowIssue(7, { code: 'missing-value', field: 'devEui' }, { devEui: 'Gerät' })).toEqual({
    line: 7,
    code: 'missing-value',
    field: 'devEui',
    column: 'Gerät',
    reason: 'Gerät is empty.',
  })
  expect(rowIssue(7, { code: 'missing-value', field: 'constructor' }).column).toBeUndefined()
})

test('the README says of every fault of a file what becomes of it', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const table = readme.slice(readme.indexOf('## What a file may look like'), readme.indexOf('## Workbooks'))
  // Whether there is a file at all is another matter.
  const codes = [...Object.keys(INPUT), ...Object.keys(ROWS)].filter((code) => !code.startsWith('input-'))
  const isThere = (code: string) =>
    table.includes(`\`${code.startsWith('weak-token') ? 'weak-token-…' : code}\``)
  expect(codes.filter((code) => !isThere(code))).toEqual([])
})
