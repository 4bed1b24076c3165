import { rowIssue, type RowIssue } from '../row-issue.ts'
import type { RowProblem } from '../row-problem.ts'
import type { Device } from './device.ts'
import type { Cells } from './row.ts'
import { weakness } from './weak-token.ts'

const NONE: readonly RowIssue[] = []
/** The lowest bit of the first byte marks a group address (IEEE 802, clause 8.2.2). */
const GROUP_BIT = 1

/** Warnings about a sound device; it is labelled all the same. */
export function warningsOf({ fields }: Device, { headings }: Cells, line: number): readonly RowIssue[] {
  const weak = weakness(fields)
  const isGroup = (Number.parseInt(fields.devEui.slice(0, 2), 16) & GROUP_BIT) !== 0
  if (weak === undefined && !isGroup) return NONE
  const problems: readonly RowProblem[] = [
    ...(isGroup ? [{ code: 'group-address', field: 'devEui' } as const] : []),
    ...(weak === undefined ? [] : [{ code: weak, field: 'ownerToken' }]),
  ]
  return problems.map((problem) => rowIssue(line, problem, headings))
}
