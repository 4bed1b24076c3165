import { resolve } from 'node:path'
import type { Readable } from 'node:stream'
import type { Session } from '../session.ts'
import { UsageError } from '../usage-error.ts'

/** The devices that a command was given. */
export interface DeviceFiles {
  readonly input: string | Readable | readonly string[]
  /** The files among them, none of which may be written over. */
  readonly paths: readonly string[]
  /** As typed. */
  readonly names: readonly string[]
}

/**
 * Files by their names as typed, several of which are read as one, or `-` for stdin alone.
 *
 * @returns `undefined` when none are named
 * @throws UsageError
 */
export function deviceFiles(
  names: readonly string[],
  { cwd, stdin }: Pick<Session, 'cwd' | 'stdin'>,
): DeviceFiles | undefined {
  const [first, ...others] = names
  if (first === undefined) return undefined
  if (!names.includes('-')) {
    const paths = names.map((name) => resolve(cwd, name))
    return { input: paths.length === 1 ? resolve(cwd, first) : paths, paths, names }
  }
  if (others.length > 0)
    throw new UsageError('- is stdin, which is read alone: name the other files, or pipe all of them in.')
  return { input: stdin, paths: [], names }
}
