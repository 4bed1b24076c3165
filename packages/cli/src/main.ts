import { report } from './failure.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import type { Io } from './io.ts'
import { run } from './run.ts'
import { standardOutput } from './standard-output.ts'

/** The parts of Node's `process` that the command uses. */
export type HostProcess = Pick<
  NodeJS.Process,
  'argv' | 'env' | 'cwd' | 'stdin' | 'stdout' | 'stderr' | 'on' | 'off' | 'exit'
>

/**
 * Runs the command in a process.
 *
 * @returns the exit code: 0 done, 1 our fault, 2 usage or configuration, 3 rows or codes refused, 4 verification
 *   failed, 5 output or printer failed, 130 interrupted and resumable
 * @example
 * ```ts no-run
 * process.exitCode = await main(process)
 * ```
 */
export async function main(host: HostProcess): Promise<ExitCode> {
  const stop = new AbortController()
  const onInterrupt = () => {
    // Asked twice, a person means now; the journal makes that safe.
    if (stop.signal.aborted) host.exit(EXIT.interrupted)
    stop.abort()
  }
  const out = standardOutput(host)
  const onPipeError = (error: NodeJS.ErrnoException) => {
    // Whoever delivers gets the error, and says how far it came.
    if (out.hasDelivered()) return
    if (error.code !== 'EPIPE') throw error
    // `claimtag decode … | head` closes the pipe early, which is not an error.
    host.exit(EXIT.done)
  }
  host.on('SIGINT', onInterrupt)
  host.on('SIGTERM', onInterrupt)
  host.stdout.on('error', onPipeError)
  const { env, stdin, stderr } = host
  const io: Io = {
    argv: host.argv.slice(2),
    env,
    cwd: host.cwd(),
    stdin,
    stdout: out.sink,
    stderr,
    signal: stop.signal,
  }
  try {
    return await run(io)
  } catch (error) {
    return report(error, io)
  } finally {
    host.off('SIGINT', onInterrupt)
    host.off('SIGTERM', onInterrupt)
    host.stdout.off('error', onPipeError)
  }
}
