import { statSync } from 'node:fs'
import { InputError } from '../issue.ts'

/**
 * Records the file's identity before its rows are checked. The returned function throws if the file has changed
 * since: labels are drawn from a second reading, and a row that was not checked must not become a label.
 *
 * @throws InputError `input-changed`
 */
export function fingerprintInput(path: string): () => void {
  const before = stampOf(path)
  return () => {
    if (stampOf(path) !== before) throw new InputError({ code: 'input-changed', path })
  }
}

/**
 * Number, length and times of a file; `undefined` when it is gone. The time of the last write can be set to any
 * value, the time of the last status change cannot (POSIX).
 */
function stampOf(path: string): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false })
  return found === undefined
    ? undefined
    : [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ')
}
