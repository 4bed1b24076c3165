import type { ManifestLine } from '../ledger/manifest/manifest.ts'

/** A label that is to be printed. */
export interface ChosenLabel {
  readonly entry: ManifestLine
  /** How often it was sent before. */
  readonly sentBefore: number
}

/** Labels of one print. */
export interface GatheredRow {
  readonly labels: readonly [ManifestLine, ...ManifestLine[]]
  readonly sentBefore: number
}

/**
 * Puts labels side by side as they come: a label that is left out leaves no place empty. The label of a carton is a
 * print of its own; labels that were sent before are not mixed with others, since attempts are counted by print.
 *
 * @param columns the most labels in one print
 */
export async function* gatherRows(
  labels: AsyncIterable<ChosenLabel>,
  columns: number,
): AsyncGenerator<GatheredRow> {
  let row: [ManifestLine, ...ManifestLine[]] | undefined
  let times = 0
  for await (const { entry, sentBefore } of labels) {
    if (row !== undefined && ('carton' in entry || sentBefore !== times)) {
      yield { labels: row, sentBefore: times }
      row = undefined
    }
    times = sentBefore
    if (row === undefined) row = [entry]
    else row.push(entry)
    if (row.length < columns && !('carton' in entry)) continue
    yield { labels: row, sentBefore }
    row = undefined
  }
  if (row !== undefined) yield { labels: row, sentBefore: times }
}
