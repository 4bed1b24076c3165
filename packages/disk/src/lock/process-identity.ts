import { randomBytes } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { isAlive } from './is-alive.ts'

/** Identifies a process among all machines and containers that may see the same files. */
export interface ProcessIdentity {
  readonly host: string
  /** Identifies one start of a Linux kernel, which the containers of a machine share. */
  readonly boot?: string | undefined
  /** Numbers of processes are only unique inside one namespace. */
  readonly pidNamespace?: string | undefined
  readonly pid: number
  /** In ticks after the boot: numbers of processes are used again. */
  readonly started?: string | undefined
}

/** The process that holds a lock. */
export interface LockHolder extends ProcessIdentity {
  /** When it was taken, as ISO 8601; empty when that is not known. */
  readonly since: string
  /** Different for every lock that was ever taken. */
  readonly random: string
}

/** `unknown`: the process belongs to another machine or container, and cannot be seen from here. */
export type Liveness = 'alive' | 'gone' | 'unknown'

let own: ProcessIdentity | undefined

export function ownIdentity(): ProcessIdentity {
  own ??= {
    host: hostname(),
    boot: orUndefined(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    pidNamespace: orUndefined(() => readlinkSync('/proc/self/ns/pid')),
    pid: process.pid,
    started: processState(process.pid)?.started,
  }
  return own
}

/** Whether a process is still there. */
export function livenessOf(
  { host, boot, pidNamespace, pid, started }: ProcessIdentity,
  here: ProcessIdentity = ownIdentity(),
): Liveness {
  if (boot === undefined || pidNamespace === undefined) {
    // Other systems than Linux give only the name of the machine.
    const isComparable = here.boot === undefined && boot === undefined && host === here.host
    return isComparable ? (isAlive(pid) ? 'alive' : 'gone') : 'unknown'
  }
  if (boot !== here.boot || pidNamespace !== here.pidNamespace) return 'unknown'
  const found = processState(pid)
  // Where /proc hides the processes of other users, a signal still finds them.
  if (found === undefined) return isAlive(pid) ? 'alive' : 'gone'
  if (found.isDead) return 'gone'
  return started === undefined || found.started === started ? 'alive' : 'gone'
}

interface ProcessState {
  /** It has ended, but its parent has not read its exit code yet (a zombie). */
  readonly isDead: boolean
  readonly started: string
}

/** Reads proc(5), /proc/pid/stat, on Linux: the name in brackets may contain any character. */
function processState(pid: number): ProcessState | undefined {
  const text = orUndefined(() => readFileSync(`/proc/${pid}/stat`, 'latin1'))
  if (text === undefined) return undefined
  const [state = '', ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ')
  // The state is field 3, the start field 22.
  return { isDead: 'ZXx'.includes(state), started: rest[18] ?? '' }
}

/** Different on every call. */
export function randomName(): string {
  return randomBytes(12).toString('hex')
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
