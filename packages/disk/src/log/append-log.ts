import { closeSync, fsyncSync, ftruncateSync } from 'node:fs'
import { dirname } from 'node:path'
import { createFile, isThere, openOwnToRead, openToGoOn } from '../open.ts'
import { syncFolder } from '../folder.ts'
import { DiskError } from '../issue.ts'
import { readLog, type LogEnd, type LogFormat, type LogReading } from './log-lines.ts'
import { logLine } from './log-chain.ts'
import { writeWhole } from '../write-whole.ts'

/** A file of lines that is only ever added to; what it says is on the disk, is on the disk. */
export interface AppendLog<T> {
  /** Digest over all lines so far: kept elsewhere, it shows that none is missing at the end. */
  readonly tip: string
  /** Lines so far. */
  readonly lines: number
  /** Bytes so far. */
  readonly length: number
  /** Adds lines, which are on the disk when it returns: all of them, or none. */
  append(...entries: readonly T[]): void
  /** Adds lines that are on the disk after the next `sync`. */
  add(...entries: readonly T[]): void
  sync(): void
  close(): void
}

export interface OpenLogOptions<T> extends LogFormat<T> {
  /** Takes each line that is there. */
  readonly take?: (entry: T) => void
  /** Bytes of it that count; what lies behind them is dropped. */
  readonly upTo?: number
  /** Keeps elsewhere how far the log goes: called when it is closed after lines were added. */
  readonly keepEnd?: ((end: LogEnd) => void) | undefined
}

/**
 * Opens a log to go on with it, or begins it: 0600, followed through no link. What was cut off at its end when the
 * machine stopped is dropped, since nothing was done about it before it was on the disk.
 *
 * @throws DiskError `log-damaged`, `file-linked`, `not-a-file`, `not-ours`
 */
export function openAppendLog<T extends object>(path: string, options: OpenLogOptions<T>): AppendLog<T> {
  const isNew = !isThere(path)
  if (isNew && options.end !== undefined) throw new DiskError({ code: 'log-damaged', path, line: 1 })
  const file = isNew ? createFile(path) : openToGoOn(path)
  try {
    if (isNew) syncFolder(dirname(path))
    const { length, lines, tip, isCutOff } = readLog(file, path, options)
    // It would spoil the line that is written behind it.
    if (isCutOff) ftruncateSync(file, length)
    return goingOn(file, { length, lines, tip }, options)
  } catch (error) {
    closeSync(file)
    throw error
  }
}

/**
 * Reads a log that nothing is added to. One that is not there has no lines.
 *
 * @throws DiskError `log-damaged`, `file-linked`, `not-a-file`
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

/** Half of what a full disk did not take would stand between two lines. */
function dropBehind(file: number, length: number): void {
  try {
    ftruncateSync(file, length)
  } catch {
    // The error that led here says more.
  }
}
