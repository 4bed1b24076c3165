import { fstatSync } from 'node:fs'
import { DiskError } from '../issue.ts'
import { unchained, type LogChain } from './log-chain.ts'
import { wholeLines } from './whole-lines.ts'

/** What the lines of a log are. */
export interface LogFormat<T> {
  /** Reads a line, which is JSON; `undefined` when it is none of the log's. */
  readonly parse: (text: string) => T | undefined
  readonly chain?: LogChain | undefined
  /** How far the log was known to go when it was closed: with a chain, lines that are missing at its end are seen. */
  readonly end?: LogEnd | undefined
}

/** The number of lines of a log, and the digest over them. */
export interface LogEnd {
  readonly lines: number
  readonly tip: string
}

/** What a log held when it was read. */
export interface LogReading {
  /** Bytes of its whole lines. */
  readonly length: number
  readonly lines: number
  readonly tip: string
  /** Whether something lies behind the last whole line. */
  readonly isCutOff: boolean
}

interface Taking<T> extends LogFormat<T> {
  readonly take?: (entry: T) => void
  readonly upTo?: number
}

/**
 * Reads an open log from its first line on. Only the last line may be unreadable: the machine stopped while it was
 * written.
 *
 * @throws DiskError `log-damaged`
 */
export function readLog<T>(file: number, path: string, options: Taking<T>): LogReading {
  const { parse, chain, end: known, take, upTo } = options
  let [length, lines, tip] = [0, 0, chain?.name ?? '']
  let isUnreadable = false
  let isBound = chain?.isRequired === true
  for (const { text: line, end } of wholeLines(file, upTo)) {
    const damaged = new DiskError({ code: 'log-damaged', path, line: lines + 1 })
    if (isUnreadable) throw damaged
    const read = unchained(line, tip, chain)
    const entry = parse(read.text)
    isUnreadable = entry === undefined
    if (entry === undefined) continue
    if (!read.isRight || (isBound && !read.isBound)) throw damaged
    isBound ||= read.isBound
    take?.(entry)
    length = end
    lines++
    tip = read.tip
    if (lines === known?.lines && tip !== known.tip) throw damaged
  }
  if (known !== undefined && lines < known.lines)
    throw new DiskError({ code: 'log-damaged', path, line: lines + 1 })
  return { length, lines, tip, isCutOff: fstatSync(file).size > length }
}
