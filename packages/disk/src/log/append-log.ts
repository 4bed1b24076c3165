import { closeSync, fsyncSync, ftruncateSync } from 'node:fs'
import { dirname } from 'node:path'
import { createFile, isThere, openOwnToRead, openToGoOn } from '../open.ts'
import { syncFolder } from '../folder.ts'
import { DiskError } from '../issue.ts'
import { readLog, type LogEnd, type LogFormat, type LogReading } from './log-lines.ts'
import { logLine } from './log-chain.ts'
import { writeWhole } from '../write-whole.ts'

/** A file of lines that only grows. A line that `append` has returned for is on the disk. */
export interface AppendLog<T> {
  /** The chain's digest over all lines so far. Stored elsewhere, it shows whether lines are missing at the end. */
  readonly tip: string
  /** Number of lines so far. */
  readonly lines: number
  /** Number of bytes so far. */
  readonly length: number
  /** Adds lines and returns when they are on the disk: all of them, or none. */
  append(...entries: readonly T[]): void
  /** Adds lines that are on the disk after the next call of `sync`. */
  add(...entries: readonly T[]): void
  sync(): void
  close(): void
}

export interface OpenLogOptions<T> extends LogFormat<T> {
  /** Called with each line that the log already holds. */
  readonly take?: (entry: T) => void
  /** Number of bytes that count; anything behind them is dropped. */
  readonly upTo?: number
  /** Stores elsewhere how far the log goes: called when a log to which lines were added is closed. */
  readonly keepEnd?: ((end: LogEnd) => void) | undefined
}

/**
 * Opens a log to add lines to it, or begins one: 0600, and no symbolic link is followed. A line that was cut off when
 * the machine stopped is dropped: nothing can depend on it, as it was not on the disk.
 *
 * @throws DiskError `log-damaged`, `file-linked`, `not-a-file`, `not-ours`
 *
 * @example
 * ```ts
 * import { openAppendLog, readAppendLog } from '@claimtag/disk'
 *
 * const parse = (line: string) => JSON.parse(line) as { printed: string }
 * const log = openAppendLog('log.ndjson', { parse })
 * log.append({ printed: '70B3D57ED00A0004' })
 * log.close()
 * console.log(readAppendLog('log.ndjson', { parse }).lines) // 1
 * ```
 */
export function openAppendLog<T extends object>(path: string, options: OpenLogOptions<T>): AppendLog<T> {
  const isNew = !isThere(path)
  if (isNew && options.end !== undefined) throw new DiskError({ code: 'log-damaged', path, line: 1 })
  const file = isNew ? createFile(path) : openToGoOn(path)
  try {
    if (isNew) syncFolder(dirname(path))
    const { length, lines, tip, isCutOff } = readLog(file, path, options)
    // What was cut off would spoil the next line.
    if (isCutOff) ftruncateSync(file, length)
    return goingOn(file, { length, lines, tip }, options)
  } catch (error) {
    closeSync(file)
    throw error
  }
}

/**
 * Reads a log without adding to it. A missing file is a log without lines.
 *
 * @throws DiskError `log-damaged`, `file-linked`, `not-a-file`
 *
 * @example
 * ```ts
 * import { readAppendLog } from '@claimtag/disk'
 *
 * const parse = (line: string) => JSON.parse(line) as { printed: string }
 * const printed: string[] = []
 * readAppendLog('log.ndjson', { parse, take: (entry) => printed.push(entry.printed) })
 * console.log(printed.length) // 0
 * ```
 */
export function readAppendLog<T>(path: string, options: OpenLogOptions<T>): LogReading {
  if (!isThere(path) && options.end !== undefined) throw new DiskError({ code: 'log-damaged', path, line: 1 })
  if (!isThere(path)) return { length: 0, lines: 0, tip: options.chain?.name ?? '', isCutOff: false }
  const file = openOwnToRead(path)
  try {
    return readLog(file, path, options)
  } finally {
    closeSync(file)
  }
}

function goingOn<T extends object>(
  file: number,
  before: Omit<LogReading, 'isCutOff'>,
  { chain, keepEnd }: OpenLogOptions<T>,
): AppendLog<T> {
  let { length, lines, tip } = before
  let isOpen = true

  function write(entries: readonly T[], isSynced: boolean): void {
    let text = ''
    let last = tip
    for (const entry of entries) {
      const line = logLine(JSON.stringify(entry), last, chain)
      text += `${line.text}\n`
      last = line.tip
    }
    const bytes = Buffer.from(text, 'utf8')
    try {
      writeWhole(file, bytes, length)
      if (isSynced) fsyncSync(file)
    } catch (error) {
      dropBehind(file, length)
      throw error
    }
    length += bytes.length
    lines += entries.length
    tip = last
  }

  return {
    get tip() {
      return tip
    },
    get lines() {
      return lines
    },
    get length() {
      return length
    },
    append: (...entries) => write(entries, true),
    add: (...entries) => write(entries, false),
    sync: () => fsyncSync(file),
    close() {
      if (!isOpen) return
      isOpen = false
      closeSync(file)
      if (lines > before.lines) keepEnd?.({ lines, tip })
    },
  }
}

/** Otherwise a line cut off by a full disk would stand between two whole ones. */
function dropBehind(file: number, length: number): void {
  try {
    ftruncateSync(file, length)
  } catch {
    // The caller throws the error that led here, which says more.
  }
}
