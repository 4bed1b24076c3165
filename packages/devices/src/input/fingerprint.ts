import { statSync } from 'node:fs'
import { InputError } from '../issue.ts'

/**
 * Notes what the system says of an input before its rows are checked. The returned function throws when the file is
 * another one since: labels are drawn from a second reading, and what was not checked must not become a label.
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
 * Which file it is, how long, and when it was written last; `undefined` when it is gone. When a file was written can be
 * set to any time; when that was set cannot (POSIX: the time of the last status change).
 */
function stampOf(path: string): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false })
  return found === undefined
    ? undefined
    : [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ')
}
