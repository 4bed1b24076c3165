import { InputError } from '@claimtag/devices'
import type { Pool } from '../pool/pool.ts'

/**
 * A pool whose chunks are given up when the input is not the one that was checked, or a row of it is missing.
 *
 * @param assertUnchanged throws when the input is another one
 */
export function poolForUnchangedInput(pool: Pool, path: string, assertUnchanged: () => void): Pool {
  return {
    ...pool,
    async make(output, task) {
      const chunk = await pool.make(output, task).catch((error: unknown) => {
        // What went wrong with a file that was cut or taken away is only what came of it.
        assertUnchanged()
        throw error
      })
      try {
        assertUnchanged()
        if (chunk.labels !== task.labels) throw new InputError({ code: 'input-changed', path })
      } catch (error) {
        chunk.drop()
        throw error
      }
      return chunk
    },
  }
}
