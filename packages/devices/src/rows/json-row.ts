import type { CellProblem } from '../input/cell-problem.ts'
import { isTooDeep } from '../input/json/json-depth.ts'
import { isObject } from '../input/json/json.ts'
import type { RowProblem } from '../row-problem.ts'

export type JsonObject = Readonly<Record<string, unknown>>

/** A line of the input, or of a transcribed one, that is JSON. */
type ParsedRow =
  | {
      readonly line: number
      readonly object: JsonObject
      /** All that the text holds. */
      readonly value: unknown
      /** Problems with the cells of a row of a workbook. */
      readonly problems?: readonly CellProblem[] | undefined
    }
  | { readonly line: number; readonly problem: RowProblem }

/** @param numbered whether the text is `[line, row]`, with the problems of a workbook's row behind it */
export function parseRow(text: string, line: number, numbered: boolean): ParsedRow {
  if (isTooDeep(text)) return { line: numbered ? lineOf(text, line) : line, problem: { code: 'too-deep' } }
  try {
    const value: unknown = JSON.parse(text)
    const [at, object, problems] = numbered ? (value as readonly unknown[]) : [line, value]
    const row = typeof at === 'number' ? at : line
    return isObject(object)
      ? { line: row, object, value, problems: problems as readonly CellProblem[] | undefined }
      : { line: row, problem: { code: 'not-an-object' } }
  } catch {
    return { line, problem: { code: 'not-an-object' } }
  }
}

/** The number at the beginning of a row that cannot be parsed. */
function lineOf(text: string, line: number): number {
  const found = /^\[(\d+),/.exec(text)?.[1]
  return found === undefined ? line : Number(found)
}
