import type { AppendLog } from '@claimtag/disk'
import { userInfo } from 'node:os'
import type { JobFolder } from '../ledger/folder.ts'
import { openJobLog } from '../ledger/job-log.ts'
import { reprintSchema, type Reprint } from './print-schema.ts'

/** The log of reprints, which is only ever appended to. */
export interface Audit {
  /** Adds to it before the labels are sent. */
  log(reprints: readonly Reprint[]): void
  close(): void
}

/** Opens the log with the first reprint, since most jobs have none. */
export function openAudit(folder: JobFolder): Audit {
  let log: AppendLog<Reprint> | undefined
  return {
    log(reprints) {
      log ??= openJobLog(folder, folder.audit, { parse: parseReprint }, folder.auditEnd)
      log.append(...reprints)
    },
    close: () => log?.close(),
  }
}

export function parseReprint(line: string): Reprint | undefined {
  try {
    return reprintSchema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

/** The user of the operating system. */
export function whoPrints(): string {
  try {
    return userInfo().username
  } catch {
    // In a container, a user may have a number and no name.
    return `uid ${process.getuid?.() ?? 'unknown'}`
  }
}
