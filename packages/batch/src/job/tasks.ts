import type { CartonPart, ChunkTask } from '../plan/job-plan.ts'
import { rowsOf, type Preflight } from '../preflight/preflight.ts'

export interface TaskOptions {
  /** Omits parts without a label, which are nearly all of a long list. */
  readonly isAddition?: boolean
  /** Devices in a carton, when there are cartons. */
  readonly cartonSize?: number | undefined
}

/** The parts of a job, with the rows of each that get no label. */
export function tasksOf(
  { chunks, excluded: without, sound }: Pick<Preflight, 'chunks' | 'excluded' | 'sound'>,
  { isAddition = false, cartonSize }: TaskOptions = {},
): readonly ChunkTask[] {
  const isLabelled = (row: number): boolean => !without.has(row)
  const parts = isAddition ? chunks.filter((chunk) => rowsOf(chunk).some(isLabelled)) : chunks
  const tasks: ChunkTask[] = []
  let labelsBefore = 0
  for (const [number, chunk] of parts.entries()) {
    const { input, start, end, line, index } = chunk
    const excluded = rowsOf(chunk).filter((row) => without.has(row))
    const labels = chunk.rows - excluded.length
    const begun = cartonSize === undefined ? 0 : labelsBefore % cartonSize
    tasks.push({
      number,
      stretch: { input, start, end, line, index },
      excluded,
      labels,
      labelsBefore,
      labelsInAll: sound,
      cartonParts: lastParts(tasks, begun),
    })
    labelsBefore += labels
  }
  return tasks
}

/** The last parts that have so many labels together. */
function lastParts(tasks: readonly ChunkTask[], labels: number): readonly CartonPart[] {
  const parts: CartonPart[] = []
  for (let [at, missing] = [tasks.length - 1, labels]; at >= 0 && missing > 0; at--) {
    const task = tasks[at]
    if (task === undefined || task.labels === 0) continue
    parts.unshift({ stretch: task.stretch, excluded: task.excluded })
    missing -= task.labels
  }
  return parts
}
