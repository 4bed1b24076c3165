import type { Row } from '@claimtag/devices'
import { type Input, readRows, type Stretch } from '@claimtag/devices/parts'
import { setImmediate as nextTurn } from 'node:timers/promises'

/** Rows to be read again, and the parts of the input that contain them. */
export interface RowsToFind {
  readonly stretches: Iterable<Stretch>
  readonly isWanted: (index: number) => boolean
}

/** Reads some rows again, in their order. */
export async function* reread(input: Input, { stretches, isWanted }: RowsToFind): AsyncGenerator<Row> {
  for (const stretch of stretches) {
    // A file may have to be read again as a whole; other work gets a turn in between.
    await nextTurn()
    for (const rows of readRows(input, stretch)) for (const row of rows) if (isWanted(row.index)) yield row
  }
}
