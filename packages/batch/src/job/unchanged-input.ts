import { InputError } from '@claimtag/devices'
import type { Pool } from '../pool/pool.ts'

/**
 * A pool that gives chunks up when the input has changed since it was checked, or a row of it is missing.
 *
 * @param assertUnchanged throws when the input has changed
 */
export function poolForUnchangedInput(pool: Pool, path: string, assertUnchanged: () => void): Pool {
  return {
    ...pool,
    async make(output, task) {
      const chunk = await pool.make(output, task).catch((error: unknown) => {
        // Errors from a file that was truncated or removed are only consequences, so the cause is reported.
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
