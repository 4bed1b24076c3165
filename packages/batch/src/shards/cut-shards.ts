import { createHmac } from 'node:crypto'
import { updateFromPart, KEYED_DIGEST_DIGITS } from '../ledger/file-digest.ts'
import type { ChunkTask } from '../plan/job-plan.ts'
import type { Chunk } from '../preflight/preflight.ts'
import type { PlannedShard } from './plan-file.ts'

/** Where the bytes of an input are. */
interface Located {
  readonly path: string
}

/**
 * Cuts tasks into shards of about as many rows each, at the bounds of chunks. When there are fewer chunks than shards,
 * some shards are empty.
 */
export function cutShards(
  chunks: readonly Chunk[],
  tasks: readonly ChunkTask[],
  of: number,
): readonly Omit<PlannedShard, 'digest'>[] {
  const rows = chunks.reduce((sum, chunk) => sum + chunk.rows, 0)
  const shards: Omit<PlannedShard, 'digest'>[] = []
  let [from, taken] = [0, 0]
  for (let number = 1; number <= of; number++) {
    let [to, own, labels] = [from, 0, 0]
    const goal = (rows * number) / of
    // A chunk belongs to the shard in which its middle lies.
    for (; to < chunks.length; to++) {
      const size = chunks[to]?.rows ?? 0
      if (taken + size / 2 > goal && number < of) break
      taken += size
      own += size
      labels += tasks[to]?.labels ?? 0
    }
    shards.push({ from, to, reads: firstRead(chunks, tasks, from, to), rows: own, labels })
    from = to
  }
  return shards
}

function firstRead(chunks: readonly Chunk[], tasks: readonly ChunkTask[], from: number, to: number): number {
  const before = from < to ? tasks[from]?.cartonParts[0]?.stretch.index : undefined
  return before === undefined ? from : chunks.findIndex(({ index }) => index === before)
}

/** The keyed digest of the bytes that a shard reads, so that it can tell whether it has the same input. */
export function digestOfShard(
  key: Uint8Array,
  inputs: readonly Located[],
  chunks: readonly Chunk[],
  { reads, to }: Pick<PlannedShard, 'reads' | 'to'>,
): string {
  const digest = createHmac('sha256', key)
  for (const { input, start, end } of chunks.slice(reads, to)) {
    digest.update(`${input} ${start} ${end}\n`)
    const { path } = inputs[input] ?? {}
    if (path !== undefined) updateFromPart(digest, path, start, end - start)
  }
  return digest.digest('hex').slice(0, KEYED_DIGEST_DIGITS)
}
