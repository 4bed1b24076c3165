/** Words for people for the most frequent codes of the system. */
const REASONS = new Map([
  ['EPIPE', 'its reader went away'],
  ['ENOTDIR', 'a file stands where a folder is needed'],
  ['EEXIST', 'something else of that name is there'],
  ['EISDIR', 'it is a folder'],
  ['EACCES', 'not permitted'],
  ['EPERM', 'not permitted'],
  ['EROFS', 'only reading is possible there'],
  ['ENOSPC', 'no space is left'],
  ['EDQUOT', 'the quota is used up'],
  ['ENOENT', 'it is not there'],
  ['EMFILE', 'too many files are open'],
  ['ELOOP', 'it is a symbolic link'],
])

/**
 * A code of the system with its meaning, for a sentence.
 *
 * @param code such as `EACCES`
 * @returns `EACCES: not permitted`, or the code alone when it has no words here
 *
 * @example
 * ```ts
 * import { systemReason } from '@claimtag/disk'
 *
 * console.log(systemReason('ENOSPC')) // ENOSPC: no space is left
 * ```
 */
export function systemReason(code: string): string {
  const reason = REASONS.get(code)
  return reason === undefined ? code : `${code}: ${reason}`
}
