import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, readFileSync } from 'node:fs'
import { PRIVATE_FILE, writeWhole } from '@claimtag/disk'
import type { JobFolder } from './folder.ts'
import { journalLineSchema, type JournalLine } from './job-schema.ts'

/** How far a job is; what it says is on the disk, is on the disk. */
export interface Journal {
  readonly state: JournalLine
  /** The files that the line speaks of must have been synced before. */
  commit(line: JournalLine): void
  close(): void
}

const BEGINNING: JournalLine = { next: 0, labels: 0, verified: 0, sizes: {} }

export function openJournal({ journal: path }: JobFolder): Journal {
  const { state, length } = lastGoodLine(path)
  const file = openSync(path, existsSync(path) ? 'r+' : 'w', PRIVATE_FILE)
  // A line that was cut off would spoil the one written behind it.
  ftruncateSync(file, length)
  let at = length
  let current = state
  return {
    get state() {
      return current
    },
    commit(line) {
      const bytes = Buffer.from(`${JSON.stringify(line)}\n`, 'utf8')
      writeWhole(file, bytes, at)
      fsyncSync(file)
      at += bytes.length
      current = line
    },
    close: () => closeSync(file),
  }
}

function lastGoodLine(path: string): { readonly state: JournalLine; readonly length: number } {
  if (!existsSync(path)) return { state: BEGINNING, length: 0 }
  const text = readFileSync(path, 'utf8')
  let state = BEGINNING
  let length = 0
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', length)) {
    const line = parse(text.slice(length, end))
    if (line === undefined) break
    state = line
    length = end + 1
  }
  return { state, length }
}

function parse(line: string): JournalLine | undefined {
  try {
    return journalLineSchema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}
