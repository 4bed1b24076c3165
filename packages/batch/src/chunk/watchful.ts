import { BatchError } from '../issue.ts'
import type { Crew } from './crew.ts'

/**
 * A crew whose chunks are given up when the input is not the one that was checked, or a row of it is missing.
 *
 * @param assertUnchanged throws when the input is another one
 */
export function watchfulCrew(crew: Crew, path: string, assertUnchanged: () => void): Crew {
  return {
    ...crew,
    async make(output, task) {
      const chunk = await crew.make(output, task).catch((error: unknown) => {
        // What went wrong with a file that was cut or taken away is only what came of it.
        assertUnchanged()
        throw error
      })
      try {
        assertUnchanged()
        if (chunk.labels !== task.labels) throw new BatchError({ code: 'input-changed', path })
      } catch (error) {
        chunk.drop()
        throw error
      }
      return chunk
    },
  }
}
