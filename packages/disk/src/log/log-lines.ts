import { fstatSync } from 'node:fs'
import { DiskError } from '../issue.ts'
import { unchained, type LogChain } from './log-chain.ts'
import { wholeLines } from './whole-lines.ts'

/** How the lines of a log are read. */
export interface LogFormat<T> {
  /** Reads a line, which is JSON; `undefined` when it does not belong to this log. */
  readonly parse: (text: string) => T | undefined
  readonly chain?: LogChain
  /** The end of the log when it was last closed: with a chain, this shows whether lines are missing at the end. */
  readonly end?: LogEnd | undefined
}

/** Number of lines of a log, and the digest over them. */
export interface LogEnd {
  readonly lines: number
  readonly tip: string
}

/** The result of reading a log. */
export interface LogReading {
  /** Number of bytes of its whole lines. */
  readonly length: number
  readonly lines: number
  readonly tip: string
  /** Whether anything follows the last whole line. */
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
  const damaged = (line: number): DiskError => new DiskError({ code: 'log-damaged', path, line })
  let isUnreadable = false
  let isBound = chain?.isRequired === true
  for (const { text: line, end } of wholeLines(file, upTo)) {
    const number = lines + 1
    if (isUnreadable) throw damaged(number)
    const read = unchained(line, tip, chain)
    const entry = parse(read.text)
    isUnreadable = entry === undefined
    if (entry === undefined) continue
    if (!read.isRight || (isBound && !read.isBound)) throw damaged(number)
    isBound ||= read.isBound
    take?.(entry)
    length = end
    lines++
    tip = read.tip
    if (lines === known?.lines && tip !== known.tip) throw damaged(number)
  }
  if (known !== undefined && lines < known.lines) throw damaged(lines + 1)
  return { length, lines, tip, isCutOff: fstatSync(file).size > length }
}
