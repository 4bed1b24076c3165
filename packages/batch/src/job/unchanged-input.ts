import { InputError } from '@claimtag/devices'
import type { Input } from '@claimtag/devices/parts'
import type { Pool } from '../pool/pool.ts'

/**
 * A pool whose chunks are given up when their input is not the one that was checked, or a row of it is missing.
 *
 * @param checks for each input, throws when it is another one
 */
export function poolForUnchangedInputs(
  pool: Pool,
  inputs: readonly Pick<Input, 'path'>[],
  checks: readonly (() => void)[],
): Pool {
  return {
    ...pool,
    async make(output, task) {
      const { input: number } = task.stretch
      const assertUnchanged = (): void => checks[number]?.()
      const path = inputs[number]?.path ?? ''
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
