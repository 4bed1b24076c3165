import { ClaimtagError, counted } from '@claimtag/core'
import type { LockHolder } from './lock/process-identity.ts'
import { systemReason } from './system-reason.ts'

/** Why a file, a folder or a lock cannot be used. Holds paths and numbers, never the content of a file. */
export type DiskIssue =
  | { readonly code: 'file-exists'; readonly path: string }
  /** A symbolic link, or a file that has a second name elsewhere. */
  | { readonly code: 'file-linked'; readonly path: string }
  | { readonly code: 'not-a-file'; readonly path: string }
  /** `most`: bytes that it may have. */
  | { readonly code: 'file-too-large'; readonly path: string; readonly most: number }
  | { readonly code: 'not-a-folder'; readonly path: string }
  | { readonly code: 'not-ours'; readonly path: string }
  /** `holder`: the process that holds the lock; `undefined` when the lock file cannot be read. */
  | { readonly code: 'locked'; readonly path: string; readonly holder?: LockHolder | undefined }
  | { readonly code: 'lock-lost'; readonly path: string }
  /** `line`: the first line that is not as it was written. */
  | { readonly code: 'log-damaged'; readonly path: string; readonly line: number }
  /** `detail`: the code of the system, such as `EACCES`. */
  | { readonly code: 'temporary-failed'; readonly path: string; readonly detail: string }

export type DiskIssueCode = DiskIssue['code']

/**
 * Thrown when this package refuses something. Errors of the system itself, such as `ENOENT`, are passed on as they
 * are.
 */
export class DiskError extends ClaimtagError<DiskIssue> {
  override readonly name = 'DiskError'

  constructor(issue: DiskIssue) {
    super(issue, explain(issue))
  }
}

type Sentences = { readonly [C in DiskIssueCode]: (issue: Extract<DiskIssue, { code: C }>) => string }

const SENTENCES = {
  'file-exists': ({ path }) => `${path} exists and is not overwritten.`,
  'file-linked': ({ path }) =>
    `${path} is a link, and what it leads to may belong to others: nothing is written through it. Remove the link.`,
  'not-a-file': ({ path }) => `${path} is not a file.`,
  'file-too-large': ({ path, most }) => `${path} has more than ${counted(most, 'byte')}, and is not read.`,
  'not-a-folder': ({ path }) =>
    `${path} has to be a folder of its own, and it is a link, or something else than a folder.`,
  'not-ours': ({ path }) => `${path} belongs to another user of this computer; it is not written to.`,
  locked: ({ path, holder }) =>
    `${spokenHolder(holder)} holds ${path}. If you know that it has ended, remove that file.`,
  'lock-lost': ({ path }) =>
    `Another process has taken over ${path}, since this one was not heard of for too long; it stops before it writes.`,
  'log-damaged': ({ path, line }) => `${path} was changed: line ${line} is not as it was written.`,
  'temporary-failed': ({ path, detail }) =>
    `No temporary file can be written in ${path} (${systemReason(detail)}). Make room there, or name another folder with the environment variable TMPDIR.`,
} satisfies Sentences

/**
 * Describes the holder of a lock so that a person can find it.
 *
 * @example
 * ```ts
 * import { spokenHolder } from '@claimtag/disk'
 *
 * const holder = { pid: 4711, host: 'line-2', since: '2026-10-05T07:00:00.000Z', random: '' }
 * console.log(spokenHolder(holder)) // Process 4711 on line-2 since 2026-10-05T07:00:00.000Z
 * ```
 */
export function spokenHolder(holder: LockHolder | undefined): string {
  if (holder === undefined) return 'Another process'
  const since = holder.since === '' ? '' : ` since ${holder.since}`
  return `Process ${holder.pid} on ${holder.host}${since}`
}

/**
 * The sentence for people that belongs to an issue.
 *
 * @example
 * ```ts
 * import { explain } from '@claimtag/disk'
 *
 * console.log(explain({ code: 'file-exists', path: 'codes.csv' })) // codes.csv exists and is not overwritten.
 * ```
 */
export function explain(issue: DiskIssue): string {
  return (SENTENCES[issue.code] as (issue: DiskIssue) => string)(issue)
}
