import { readdirSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { MadeChunk, WrittenChunk } from '../../src/plan/chunk.ts'
import type { Pool } from '../../src/pool/pool.ts'
import type { ChunkTask, JobOutput } from '../../src/plan/job-plan.ts'
import type { ReadBackFault } from '../../src/fault.ts'
import { openStreamOutput } from '../../src/job/stream-output.ts'
import { temporaryFolder } from '../../../disk/test/temporary.ts'

const NAME = 'labels.zpl'

/** Writes the number of each chunk, and takes the longer for it the earlier the chunk. */
function poolWith(fault?: { readonly of: number; readonly is: ReadBackFault }): Pool {
  return {
    window: 3,
    survey: () => Promise.reject(new Error('nothing to survey')),
    close: () => Promise.resolve(),
    async make(_, { number }): Promise<MadeChunk> {
      return {
        number,
        labels: 1,
        sizes: { [NAME]: 2 },
        drop: () => undefined,
        async write(places): Promise<WrittenChunk> {
          await sleep(30 - 10 * number)
          writeFileSync(places[NAME]?.path ?? '', `${number};`)
          const faults =
            fault?.of === number ? [{ line: 2, devEui: '70B3D57ED00A0004', file: NAME, fault: fault.is }] : []
          return { manifest: Buffer.alloc(0), directory: Buffer.alloc(0), verified: 1, faults }
        },
      }
    },
  }
}

async function stream(pool: Pool) {
  const folder = temporaryFolder()
  vi.stubEnv('TMPDIR', folder)
  onTestFinished(() => void vi.unstubAllEnvs())
  const out: string[] = []
  const outlet = openStreamOutput({ name: NAME, head: 'head;' }, async (bytes) => {
    out.push(Buffer.from(bytes).toString())
  })
  const through = outlet.through(pool)
  const written: Promise<WrittenChunk>[] = []
  for (const number of [0, 1, 2]) {
    const made = await through.make({} as JobOutput, { number } as ChunkTask)
    written.push(made.write(outlet.sharedOutputs.place(made)))
  }
  const ends = await Promise.allSettled(written)
  outlet.dispose()
  return {
    out: out.join(''),
    ends: ends.map(({ status }) => status),
    left: readdirSync(folder),
  }
}

test('chunks leave in their order, whichever is written first, and their files go', async () => {
  const { out, left } = await stream(poolWith())
  expect({ out, left }).toEqual({ out: 'head;0;1;2;', left: [] })
})

test('neither a chunk with a fault leaves, nor any after it', async () => {
  const { out, ends } = await stream(poolWith({ of: 1, is: 'not-read' }))
  expect({ out, ends }).toEqual({ out: 'head;0;', ends: ['fulfilled', 'rejected', 'rejected'] })
})

test('a fault in the first chunk lets out nothing at all', async () => {
  expect((await stream(poolWith({ of: 0, is: 'changed' }))).out).toBe('')
})
