import type { RowIssue } from '../row-issue.ts'

/**
 * Everything wrong with a row: what could not be read of it is not missing too.
 *
 * @param unread found while the row was read
 * @param unfit found when its values were checked
 */
export function issuesOf(unread: readonly RowIssue[], unfit: readonly RowIssue[]): readonly RowIssue[] {
  if (unread.length === 0) return unfit
  const fields = new Set(unread.map(({ field }) => field))
  return [...unread, ...unfit.filter(({ field }) => !fields.has(field))]
}
