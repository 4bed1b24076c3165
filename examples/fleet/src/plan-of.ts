import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a queue has to know of a plan. Neither a cell of a device nor a key. */
export interface QueuedPlan {
  /** Tells plans apart: the keyed digest of everything in it. */
  readonly seal: string
  readonly of: number
  readonly shards: readonly { readonly rows: number; readonly labels: number; readonly digest: string }[]
}

/** @param folder of a plan, in which `claimtag plan-shards` has written `shards.json` */
export function readPlan(folder: string): QueuedPlan {
  const { seal, of, shards } = JSON.parse(readFileSync(join(folder, 'shards.json'), 'utf8')) as QueuedPlan
  return { seal, of, shards: shards.map(({ rows, labels, digest }) => ({ rows, labels, digest })) }
}
