import { readFileSync } from 'node:fs'

/** Of what a process may have open, a thread keeps so small a part: there may be a dozen of them. */
const PART = 32
const MOST = 1000
/** Where the system does not say. */
const FEW = 64

let known: number | undefined

/** How many files one thread may keep open at a time. Linux says what the process is allowed (proc(5), limits). */
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
