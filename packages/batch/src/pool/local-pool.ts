import { createSeries } from '@claimtag/label/series'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { createPlanCheck } from '../preflight/plan-check.ts'
import { printedColumns } from '../plan/key-like-columns.ts'
import { createSurveyor } from '../preflight/survey.ts'
import { createRowChecker } from '@claimtag/devices/parts'
import { jobFormat } from '../plan/job-format.ts'
import type { JobSource } from '../plan/job-plan.ts'
import { createChunkDrawer, type ChunkDrawer } from '../chunk/draw-chunk.ts'
import { createChunkQueue } from './made-chunk.ts'
import type { Pool } from './pool.ts'
import { createChunkWriter, type ChunkWriter } from '../chunk/write-chunk.ts'

interface Job {
  readonly draw: ChunkDrawer
  readonly write: ChunkWriter
}

/**
 * The work done in the calling thread. Format, template and fonts are prepared once. Work on a stretch of rows is
 * synchronous, so the thread returns to the event loop between two of them, where the signal can be heard.
 */
export function createLocalPool(source: JobSource): Pool {
  const check = createRowChecker(jobFormat(source.format))
  const series = createSeries(source.template, source)
  const queue = createChunkQueue()
  let job: Promise<Job> | undefined
  const printed = printedColumns([
    source.template,
    ...(source.cartons === undefined ? [] : [source.cartons.template]),
  ])
  const survey = createSurveyor(source.inputs, check, createPlanCheck(series, source), printed)
  return {
    window: 1,
    async survey(cut, seeds) {
      await nextTurn()
      return survey(cut, seeds)
    },
    async make(output, task) {
      await nextTurn()
      const plan = { ...source, ...output }
      job ??= createChunkDrawer(plan, check, series).then((draw) => ({
        draw,
        write: createChunkWriter(plan),
      }))
      const { draw, write } = await job
      return queue(draw(task), write)
    },
    close: () => Promise.resolve(),
  }
}
