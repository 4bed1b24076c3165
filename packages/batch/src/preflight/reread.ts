import type { Row } from '@claimtag/devices'
import { type Input, readPart, type Stretch } from '@claimtag/devices/parts'
import { setImmediate as nextTurn } from 'node:timers/promises'

/** Rows that are read again, which lie in these parts of the inputs. */
export interface RowsToFind {
  readonly stretches: Iterable<Stretch>
  readonly isWanted: (index: number) => boolean
}

/** Reads some rows again, in their order. */
export async function* reread(
  inputs: readonly Input[],
  { stretches, isWanted }: RowsToFind,
): AsyncGenerator<Row> {
  for (const stretch of stretches) {
    // A file may have to be read again as a whole; other work gets a turn in between.
    await nextTurn()
    for (const rows of readPart(inputs, stretch)) for (const row of rows) if (isWanted(row.index)) yield row
  }
}
