import { readFileSync } from 'node:fs'

/** Share of a process's open files that one thread may use: there may be a dozen threads. */
const PART = 32
const MOST = 1000
/** Used where the system does not say. */
const FEW = 64

let known: number | undefined

/** How many files one thread may keep open at a time. Linux tells the limit of the process (proc(5), limits). */
export function mostOpenFiles(): number {
  known ??= Math.min(MOST, Math.floor((limit() ?? FEW * PART) / PART))
  return known
}

function limit(): number | undefined {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1')) ?? []
    return soft === undefined ? undefined : Number(soft)
  } catch {
    return undefined
  }
}
