import { setImmediate as nextTurn } from 'node:timers/promises'
import { join } from 'node:path'
import type { ChunkDrawer } from '../chunk/draw-chunk.ts'
import { createChunkBuffers } from '../chunk/chunk-buffers.ts'
import { createLabelPlacer, filed } from '../chunk/label-placer.ts'
import { createChunkWriter } from '../chunk/write-chunk.ts'
import { BatchError } from '../issue.ts'
import { createLabelDigests } from '../ledger/manifest/label-digests.ts'
import { idOf, type ManifestFile, type ManifestLine } from '../ledger/manifest/manifest.ts'
import type { JobPlan } from '../plan/job-plan.ts'
import { createChunkQueue } from '../pool/made-chunk.ts'
import type { Pool } from '../pool/pool.ts'
import { type LabelBytes, openLabelBytes } from '../read-back/label-bytes.ts'
import { outputKind } from '../render/kinds.ts'
import type { PlannedShard } from './plan-file.ts'
import { BODY, MANIFEST, type ShardFolder } from './shard-folder.ts'
import { openShardLines, type ShardLines } from './shard-lines.ts'

/** A shard whose labels are being taken. */
interface OpenShard {
  readonly folder: ShardFolder
  readonly shard: number
  readonly lines: ShardLines
  readonly labelBytes: LabelBytes
  /** The task for which its lines are next. */
  readonly next: number
  /** The first task of the shard behind it. */
  readonly to: number
}

/** The shards of a plan, where they are, and the number of labels of each task. */
interface Parts {
  readonly shards: readonly PlannedShard[]
  readonly folders: readonly ShardFolder[]
  readonly labels: readonly number[]
}

/**
 * Takes chunks from shards instead of drawing them. Each label is compared with its digest before it is taken, and
 * again after it was written.
 */
export function createMergePool(plan: JobPlan, parts: Parts): Pool {
  const queue = createChunkQueue()
  let open: OpenShard | undefined
  const drawer = createTaker(plan, (task) => (open = shardAt(open, task, parts)))
  const write = createChunkWriter(plan, async () =>
    (await import('../chunk/verify-chunk.ts')).createDigestVerifier(plan),
  )
  return {
    window: 1,
    survey: () => Promise.reject(new Error('a merge reads no devices')),
    async make(_, task) {
      await nextTurn()
      return queue((await drawer)(task), write)
    },
    close() {
      shut(open)
      open = undefined
      return Promise.resolve()
    },
  }
}

function shut(open: OpenShard | undefined): void {
  open?.lines.close()
  open?.labelBytes.close()
}

/** The shard of a task, with its lines at those of the task. */
function shardAt(before: OpenShard | undefined, task: number, parts: Parts): OpenShard {
  const { shards, folders, labels } = parts
  if (before?.next === task && task < before.to) return { ...before, next: task + 1 }
  shut(before)
  const at = shards.findIndex(({ from, to }) => from <= task && task < to)
  const [folder, planned] = [folders[at], shards[at]]
  if (folder === undefined || planned === undefined) throw new Error(`task ${task} is in no shard`)
  const lines = openShardLines(folder.manifest)
  for (let passed = planned.from; passed < task; passed++) lines.take(labels[passed] ?? 0)
  const labelBytes = openLabelBytes(({ file, offset }) =>
    offset === undefined ? join(folder.out, file) : folder.body,
  )
  return { folder, shard: at + 1, lines, labelBytes, next: task + 1, to: planned.to }
}

async function createTaker(plan: JobPlan, shardOf: (task: number) => OpenShard): Promise<ChunkDrawer> {
  const digests = createLabelDigests(plan.key, plan.digests)
  const place = await createLabelPlacer(plan)
  const memory = createChunkBuffers()
  return ({ number, labels, labelsBefore, labelsInAll }) => {
    const from = shardOf(number)
    const buffers = memory.take()
    const { manifest } = buffers
    const { put, files } = place(buffers)
    let [made, verified] = [0, 0]

    function taken(line: ManifestLine): ManifestLine['files'] {
      const label = { id: idOf(line), row: line.row - 1, before: labelsBefore + made, all: labelsInAll }
      return line.files.map((file) => {
        const bytes = from.labelBytes.of(file)
        if (typeof bytes === 'string' || bytes.length !== file.bytes) throw damaged(from, file, label.id)
        // The digest covers where the label belongs, too.
        const where = put(outputKind(file.as), bytes, label)
        if (digests.file(label.id, where, bytes) !== file.digest) throw damaged(from, file, label.id)
        return filed(where, file.bytes, file.digest)
      })
    }

    for (const line of from.lines.take(labels)) {
      const placed = taken(line)
      if ('carton' in line) {
        manifest.addCarton({ ...line, files: placed })
        continue
      }
      manifest.add({ ...line, files: placed })
      made++
      if (line.verifiedBy !== undefined) verified++
    }
    // It was cut off after its digest was compared.
    if (made !== labels) {
      const { folder, shard } = from
      throw new BatchError({ code: 'shard-damaged', path: folder.out, shard, detail: MANIFEST })
    }
    return {
      number,
      labels: made,
      verified,
      manifest,
      files,
      parts: buffers.parts(),
      release: buffers.release,
    }
  }
}

function damaged({ folder, shard }: OpenShard, { file, offset }: ManifestFile, id: string): BatchError {
  const detail = offset === undefined ? file : `the label of ${id} in ${BODY}`
  return new BatchError({ code: 'shard-damaged', path: folder.out, shard, detail })
}
