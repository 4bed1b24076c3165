import type { ChunkTask } from '../plan/job-plan.ts'
import { rowsOf, type Preflight } from '../preflight/preflight.ts'

/** The parts of a job, with the rows of each that get no label. */
export function tasksOf({ chunks, excluded: without }: Preflight): readonly ChunkTask[] {
  let labelsBefore = 0
  return chunks.map((chunk, number) => {
    const { start, end, line, index } = chunk
    const excluded = rowsOf(chunk).filter((row) => without.has(row))
    const labels = chunk.rows - excluded.length
    const task = { number, stretch: { start, end, line, index }, excluded, labels, labelsBefore }
    labelsBefore += labels
    return task
  })
}
