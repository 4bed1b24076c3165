import {
  type AppendLog,
  DiskError,
  isThere,
  type LogEnd,
  type LogFormat,
  type LogReading,
  openAppendLog,
  type OpenLogOptions,
  readAppendLog,
  readOwnFile,
  replaceFile,
} from '@claimtag/disk'
import { basename } from 'node:path'
import { BatchError } from '../issue.ts'
import { createKeyedDigest } from './digest.ts'
import type { JobFolder } from './folder.ts'
import type * as Schemas from './job-schema.ts'
import { readKey } from './key.ts'

/**
 * Opens a log of a job to add to it, or begins it. Its lines are bound to each other with the job's key.
 *
 * @param end file that stores how far the log goes
 * @throws BatchError `job-damaged`
 */
export function openJobLog<T extends object>(
  folder: JobFolder,
  path: string,
  options: OpenLogOptions<T>,
  end?: string,
): AppendLog<T> {
  const keepEnd = end === undefined ? undefined : (at: LogEnd) => replaceFile(end, JSON.stringify(at))
  const bound = { ...options, ...bindingOf(folder, path, end), keepEnd }
  return orDamaged(folder.out, path, () => openAppendLog(path, bound))
}

/**
 * Reads a log of a job; a missing file has no lines.
 *
 * @throws BatchError `job-damaged`
 */
export function readJobLog<T>(
  folder: JobFolder,
  path: string,
  options: OpenLogOptions<T>,
  end?: string,
): LogReading {
  const bound = { ...options, ...bindingOf(folder, path, end) }
  return orDamaged(folder.out, path, () => readAppendLog(path, bound))
}

function bindingOf(folder: JobFolder, path: string, end: string | undefined): Partial<LogFormat<never>> {
  const key = readKey(folder)
  if (key === undefined) return {}
  const digest = createKeyedDigest(key)
  return {
    chain: { digest, name: basename(path, '.part') },
    end: end === undefined ? undefined : readEnd(folder, end),
  }
}

function readEnd({ out }: JobFolder, path: string): LogEnd | undefined {
  if (!isThere(path)) return undefined
  let end: unknown
  try {
    end = JSON.parse(readOwnFile(path).toString('utf8'))
  } catch {
    // It is none, as is anything else that is not one.
  }
  if (isLogEnd(end)) return end
  throw new BatchError({ code: 'job-damaged', path: out, detail: basename(path) })
}

/** By hand: a schema for two members would be loaded with every journal. */
function isLogEnd(value: unknown): value is LogEnd {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 2) return false
  const { lines, tip } = value as Partial<Record<keyof LogEnd, unknown>>
  return Number.isSafeInteger(lines) && Number(lines) >= 1 && typeof tip === 'string'
}

function orDamaged<T>(out: string, path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof DiskError)) throw error
    throw new BatchError({ code: 'job-damaged', path: out, detail: basename(path) })
  }
}

/** Parses the lines of a new log: it has none, and needs no schema. */
export const noLine = (): undefined => undefined

/** Parses lines by one of the schemas of a job. They are loaded only now, since a new job reads nothing. */
export async function lineParser<T>(
  choose: (schemas: typeof Schemas) => {
    safeParse(value: unknown): { readonly data?: T | undefined }
  },
): Promise<(line: string) => T | undefined> {
  const schema = choose(await import('./job-schema.ts'))
  return (line) => {
    try {
      return schema.safeParse(JSON.parse(line)).data
    } catch {
      return undefined
    }
  }
}
