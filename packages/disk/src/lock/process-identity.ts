import { randomBytes } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { isAlive } from './is-alive.ts'

/** Which process it is, among all machines and containers that may see the same files. */
export interface ProcessIdentity {
  readonly host: string
  /** One start of a Linux kernel, which containers of a machine share. */
  readonly boot?: string | undefined
  /** Numbers of processes mean something inside one namespace only. */
  readonly pidNamespace?: string | undefined
  readonly pid: number
  /** Ticks after the boot, since numbers are given again. */
  readonly started?: string | undefined
}

/** Who holds a lock. */
export interface LockHolder extends ProcessIdentity {
  /** When it was taken, as ISO 8601; empty when that is not known. */
  readonly since: string
  /** One taking of one lock. */
  readonly random: string
}

/** `unknown`: it belongs to another machine or container, and cannot be seen from here. */
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
    // Elsewhere than on Linux, the name of the machine is all there is.
    const isComparable = here.boot === undefined && boot === undefined && host === here.host
    return isComparable ? (isAlive(pid) ? 'alive' : 'gone') : 'unknown'
  }
  if (boot !== here.boot || pidNamespace !== here.pidNamespace) return 'unknown'
  const found = processState(pid)
  // Where others' processes are hidden from /proc, they can still be asked for.
  if (found === undefined) return isAlive(pid) ? 'alive' : 'gone'
  if (found.isDead) return 'gone'
  return started === undefined || found.started === started ? 'alive' : 'gone'
}

interface ProcessState {
  /** It has ended, and its parent has not asked how: a zombie. */
  readonly isDead: boolean
  readonly started: string
}

/** What Linux says of a process (proc(5), /proc/pid/stat): the name in brackets may hold anything. */
function processState(pid: number): ProcessState | undefined {
  const text = orUndefined(() => readFileSync(`/proc/${pid}/stat`, 'latin1'))
  if (text === undefined) return undefined
  const [state = '', ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ')
  // The state is field 3, the start field 22.
  return { isDead: 'ZXx'.includes(state), started: rest[18] ?? '' }
}

/** Different for each lock, also for two of one process. */
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
