import { BatchError } from '@claimtag/batch'
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
  let code: ExitCode | undefined
  const onOutError = (error: NodeJS.ErrnoException) => {
    // The write that failed rejects, and the command says how far it came.
    if (out.hasDelivered()) return
    // `claimtag decode … | head` closes the pipe early, which is not an error.
    if (error.code === 'EPIPE') host.exit(code ?? EXIT.done)
    host.exit(report(new BatchError({ code: 'output-failed', detail: error.code ?? 'unknown' }), io))
  }
  host.on('SIGINT', onInterrupt)
  host.on('SIGTERM', onInterrupt)
  host.stdout.on('error', onOutError)
  host.stderr.on('error', onErrError)
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
    code = await run(io)
  } catch (error) {
    code = report(error, io)
  }
  // A stream reports a failed write a moment later.
  await Promise.all([settled(host.stdout), settled(host.stderr)])
  host.off('SIGINT', onInterrupt)
  host.off('SIGTERM', onInterrupt)
  host.stdout.off('error', onOutError)
  host.stderr.off('error', onErrError)
  return code
}

/** A log that is full or gone must not end a job: the labels are worth more. */
function onErrError(): void {}

function settled(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()))
}
