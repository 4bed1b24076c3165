import { isThere } from '@claimtag/disk'
import type { JobFolder } from './folder.ts'
import { lineParser, noLine, openJobLog } from './job-log.ts'
import type { JournalLine } from './job-schema.ts'

/** How far a job is, which is where the next run continues. Everything that it names is on the disk. */
export interface Journal {
  readonly state: JournalLine
  /** The files that the line names must have been synced before. */
  commit(line: JournalLine): void
  close(): void
}

export const BEGINNING: JournalLine = { next: 0, labels: 0, verified: 0, sizes: {} }

/**
 * @param beginning the lengths of the files that an addition continues
 * @throws BatchError `job-damaged`
 */
export async function openJournal(folder: JobFolder, beginning: JournalLine = BEGINNING): Promise<Journal> {
  let current = beginning
  const parse = isThere(folder.journal)
    ? await lineParser(({ journalLineSchema }) => journalLineSchema)
    : noLine
  const log = openJobLog(folder, folder.journal, {
    parse,
    take(line: JournalLine) {
      current = line
    },
  })
  return {
    get state() {
      return current
    },
    commit(line) {
      log.append(line)
      current = line
    },
    close: () => log.close(),
  }
}
