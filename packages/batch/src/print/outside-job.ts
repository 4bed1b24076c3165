import { existsSync, realpathSync } from 'node:fs'
import { dirname, sep } from 'node:path'
import { BatchError } from '../issue.ts'

/**
 * What a job made is what its labels are taken from: nothing in its folder is replaced or added to.
 *
 * @throws BatchError `output-is-input`
 */
export function assertOutsideJob(out: string, path: string): void {
  const parent = dirname(path)
  if (![out, parent].every((one) => existsSync(one))) return
  const folder = realpathSync(out)
  const places = existsSync(path) ? [realpathSync(path), realpathSync(parent)] : [realpathSync(parent)]
  if (places.some((place) => place === folder || place.startsWith(folder + sep)))
    throw new BatchError({ code: 'output-is-input', path })
}
