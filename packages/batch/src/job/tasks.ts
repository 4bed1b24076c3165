import type { ChunkTask } from '../chunk/job-plan.ts'
import { rowsOf, type Preflight } from '../preflight/preflight.ts'

/** The parts of a job, with the rows of each that get no label. */
export function tasksOf({ chunks, left }: Preflight): readonly ChunkTask[] {
  let labelsBefore = 0
  return chunks.map((chunk, number) => {
    const { start, end, line, index } = chunk
    const passed = rowsOf(chunk).filter((row) => left.has(row))
    const labels = chunk.rows - passed.length
    const task = { number, stretch: { start, end, line, index }, left: passed, labels, labelsBefore }
    labelsBefore += labels
    return task
  })
}
