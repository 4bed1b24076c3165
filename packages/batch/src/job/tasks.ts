import type { ChunkTask } from '../plan/job-plan.ts'
import { rowsOf, type Preflight } from '../preflight/preflight.ts'

/**
 * The parts of a job, with the rows of each that get no label.
 *
 * @param isAddition omits parts without a label, which are nearly all of a long list
 */
export function tasksOf({ chunks, excluded: without }: Preflight, isAddition = false): readonly ChunkTask[] {
  const isLabelled = (row: number): boolean => !without.has(row)
  const parts = isAddition ? chunks.filter((chunk) => rowsOf(chunk).some(isLabelled)) : chunks
  let labelsBefore = 0
  return parts.map((chunk, number) => {
    const { input, start, end, line, index } = chunk
    const excluded = rowsOf(chunk).filter((row) => without.has(row))
    const labels = chunk.rows - excluded.length
    const task = { number, stretch: { input, start, end, line, index }, excluded, labels, labelsBefore }
    labelsBefore += labels
    return task
  })
}
