import type { RowIssue } from '../row-issue.ts'

/**
 * Everything that is wrong with a row; a value that could not be read is not also reported as missing.
 *
 * @param unread found while the row was read
 * @param unfit found when its values were checked
 */
export function issuesOf(unread: readonly RowIssue[], unfit: readonly RowIssue[]): readonly RowIssue[] {
  if (unread.length === 0) return unfit
  const fields = new Set(unread.map(({ field }) => field))
  return [...unread, ...unfit.filter(({ field }) => !fields.has(field))]
}
