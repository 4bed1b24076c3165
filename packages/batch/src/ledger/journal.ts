import type { JobFolder } from './folder.ts'
import { openJobLog } from './job-log.ts'
import { journalLineSchema, type JournalLine } from './job-schema.ts'

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
export function openJournal(folder: JobFolder, beginning: JournalLine = BEGINNING): Journal {
  let current = beginning
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

function parse(line: string): JournalLine | undefined {
  try {
    return journalLineSchema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}
