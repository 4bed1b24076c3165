import { ClaimtagError } from '@claimtag/core'
import type { LockHolder } from './lock/process-identity.ts'
import { systemReason } from './system-reason.ts'

/** Why a file, a folder or a lock cannot be worked with. Paths and numbers only, never what a file holds. */
export type DiskIssue =
  | { readonly code: 'file-exists'; readonly path: string }
  /** A symbolic link, or a file that has a second name elsewhere. */
  | { readonly code: 'file-linked'; readonly path: string }
  | { readonly code: 'not-a-file'; readonly path: string }
  | { readonly code: 'not-a-folder'; readonly path: string }
  | { readonly code: 'not-ours'; readonly path: string }
  /** `holder`: who holds it; `undefined` when the lock cannot be read. */
  | { readonly code: 'locked'; readonly path: string; readonly holder?: LockHolder | undefined }
  | { readonly code: 'lock-lost'; readonly path: string }
  /** `line`: the first one that is not as it was written. */
  | { readonly code: 'log-damaged'; readonly path: string; readonly line: number }
  /** `detail`: what the system said, such as `EACCES`. */
  | { readonly code: 'temporary-failed'; readonly path: string; readonly detail: string }

export type DiskIssueCode = DiskIssue['code']

/** Something on the disk is refused. What the system itself refuses comes as its own error. */
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
  'not-a-file': ({ path }) => `${path} is no file.`,
  'not-a-folder': ({ path }) => `${path} has to be a folder of its own, and is a link or no folder.`,
  'not-ours': ({ path }) => `${path} belongs to another user of this computer; it is not written to.`,
  locked: ({ path, holder }) =>
    `${spokenHolder(holder)} holds ${path}. If you know that it has ended, remove that file.`,
  'lock-lost': ({ path }) =>
    `Another process has taken over ${path}, since this one was not heard of for too long; it stops before it writes.`,
  'log-damaged': ({ path, line }) => `${path} was changed: line ${line} is not as it was written.`,
  'temporary-failed': ({ path, detail }) =>
    `No temporary file can be written in ${path} (${systemReason(detail)}). Make room there, or name another folder with the environment variable TMPDIR.`,
} satisfies Sentences

/** Who holds a lock, as people would look for it. */
export function spokenHolder(holder: LockHolder | undefined): string {
  if (holder === undefined) return 'Another process'
  const since = holder.since === '' ? '' : ` since ${holder.since}`
  return `Process ${holder.pid} on ${holder.host}${since}`
}

/** What is wrong on the disk, as a sentence for people. */
export function explain(issue: DiskIssue): string {
  return (SENTENCES[issue.code] as (issue: DiskIssue) => string)(issue)
}
