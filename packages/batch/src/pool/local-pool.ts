import type { Series } from '@claimtag/label/series'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { createPlanCheck } from '../preflight/plan-check.ts'
import { printedColumns } from '../plan/key-like-columns.ts'
import { openSeries } from '../render/open-series.ts'
import { createSurveyor, type Surveyor } from '../preflight/survey.ts'
import { createRowChecker } from '@claimtag/devices/parts'
import { jobFormat } from '../plan/job-format.ts'
import type { JobPlan, JobSource } from '../plan/job-plan.ts'
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
  const series = openSeries(source.template, source)
  // What goes wrong is said when the first work is asked for.
  if (series instanceof Promise) series.catch(() => undefined)
  const queue = createChunkQueue()
  let job: Promise<Job> | undefined
  const printed = printedColumns([
    source.template,
    ...(source.cartons === undefined ? [] : [source.cartons.template]),
  ])
  const surveyorOf = (opened: Series): Surveyor =>
    createSurveyor(source.inputs, check, createPlanCheck(opened, source), printed, () => opened.versions())
  let survey: Surveyor | undefined
  async function openJob(plan: JobPlan): Promise<Job> {
    // Symbols of one size are known when all rows are checked.
    const { sizedTemplate } = plan
    const drawn = await (sizedTemplate === undefined ? series : openSeries(sizedTemplate, source))
    return { draw: await createChunkDrawer(plan, check, drawn), write: createChunkWriter(plan) }
  }

  return {
    window: 1,
    async survey(cut, seeds) {
      await nextTurn()
      survey ??= surveyorOf(await series)
      return survey(cut, seeds)
    },
    async make(output, task) {
      await nextTurn()
      const plan = { ...source, ...output }
      job ??= openJob(plan)
      const { draw, write } = await job
      return queue(draw(task), write)
    },
    close: () => Promise.resolve(),
  }
}
