import { existsSync, realpathSync } from 'node:fs'
import { dirname, sep } from 'node:path'
import { BatchError } from '../issue.ts'

/**
 * Refuses a path inside the folder of a job: its labels are read from its files, so nothing may be replaced there or
 * added.
 *
 * @throws BatchError `output-is-input`
 *
 * @example
 * ```ts
 * import { assertOutsideJob } from '@claimtag/batch'
 *
 * assertOutsideJob('labels', 'label.zpl')
 * ```
 */
export function assertOutsideJob(out: string, path: string): void {
  const parent = dirname(path)
  if (![out, parent].every((one) => existsSync(one))) return
  const folder = realpathSync(out)
  const places = existsSync(path) ? [realpathSync(path), realpathSync(parent)] : [realpathSync(parent)]
  if (places.some((place) => place === folder || place.startsWith(folder + sep)))
    throw new BatchError({ code: 'output-is-input', path })
}
