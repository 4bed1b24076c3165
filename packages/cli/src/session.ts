import type { Io } from './output/io.ts'
import { createOutput, type Output } from './output/output.ts'

/** What a command works with: its `Io`, with streams that accept only `Prose` and JSON. */
export interface Session extends Omit<Io, 'stdout' | 'stderr'> {
  readonly stdout: Output
  readonly stderr: Output
}

export function openSession({ stdout, stderr, ...rest }: Io): Session {
  const { env } = rest
  return { ...rest, stdout: createOutput(stdout, env), stderr: createOutput(stderr, env) }
}
