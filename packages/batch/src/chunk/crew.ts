import { defineFormat } from '@claimtag/core'
import { createLabeller } from '@claimtag/label'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { createPlanCheck } from '../preflight/plan-check.ts'
import { createSurveyor, type Surveyor } from '../preflight/survey.ts'
import type { Fault } from '../read-back/entries.ts'
import { createRowChecker } from '../rows/device.ts'
import type { ChunkTask, JobOutput, JobSource } from './job-plan.ts'
import { createChunkMaker, type ChunkMaker } from './maker.ts'
import { createChunkWriter, type ChunkWriter } from './writer.ts'

/** A chunk whose labels are drawn, in the memory of the thread that drew them. */
export interface MadeChunk {
  readonly number: number
  readonly labels: number
  /** Bytes that it adds to each file that all chunks share. */
  readonly sizes: Readonly<Record<string, number>>
  /** Puts it on the disk and reads it back. */
  readonly write: (places: Places) => Promise<WrittenChunk>
  /** Gives it up. */
  readonly drop: () => void
}

/** Where a chunk's part of each shared file goes, by the name in the manifest. */
export type Places = Readonly<Record<string, Place>>

export interface Place {
  readonly path: string
  readonly begin: number
  readonly end: number
}

/** A chunk on the disk, and what the files about all chunks say of it. */
export interface WrittenChunk {
  /** Lines of `manifest.ndjson`. */
  readonly manifest: Uint8Array
  /** Records for the archive's directory. */
  readonly directory: Uint8Array
  readonly verified: number
  readonly faults: readonly Fault[]
}

/**
 * Those who do the work: this thread, or several workers. Rows, labels and manifest stay with the one who works on
 * them; only sizes and bytes go between threads, since handing over the objects took as long as making them.
 */
export interface Crew {
  /** Tasks that keep everybody busy. */
  readonly window: number
  readonly survey: Surveyor
  make(output: JobOutput, task: ChunkTask): Promise<MadeChunk>
  close(): Promise<void>
}

/**
 * The work done in the calling thread. Format, template and fonts are prepared once. Nothing in a stretch of rows is
 * waited for, so the thread takes a turn between two of them: whoever wants to stop the job is heard.
 */
export function createCrewOfOne(source: JobSource): Crew {
  const check = createRowChecker(defineFormat(source.format))
  const labeller = createLabeller(source.template, source)
  // The reader of symbols takes one after the other.
  let lastWrite: Promise<unknown> = Promise.resolve()
  let job: { readonly draw: ChunkMaker; readonly write: ChunkWriter } | undefined
  const survey = createSurveyor(source.input, check, createPlanCheck(labeller, source))
  return {
    window: 1,
    async survey(cut, seeds) {
      await nextTurn()
      return survey(cut, seeds)
    },
    async make(output, task) {
      await nextTurn()
      const plan = { ...source, ...output }
      job ??= { draw: createChunkMaker(plan, check, labeller), write: createChunkWriter(plan) }
      const { draw, write } = job
      const chunk = draw(task)
      const { number, labels, stretches, release } = chunk
      function writeInTurn(places: Places): Promise<WrittenChunk> {
        const written = lastWrite.then(() => write(chunk, places))
        lastWrite = written.catch(() => undefined).finally(release)
        return written
      }
      const sizes = Object.fromEntries(stretches.map(({ name, bytes }) => [name, bytes.length]))
      return {
        number,
        labels,
        sizes,
        write: writeInTurn,
        drop: release,
      }
    },
    close: () => Promise.resolve(),
  }
}
