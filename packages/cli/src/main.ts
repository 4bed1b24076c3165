import { EXIT, type ExitCode } from './exit-code.ts'
import { listenForInterruption } from './output/interruption.ts'
import type { Io } from './output/io.ts'
import { run } from './run.ts'
import { standardOutput } from './output/standard-output.ts'

/** The parts of Node's `process` that the command uses. */
export type HostProcess = Pick<
  NodeJS.Process,
  'argv' | 'env' | 'cwd' | 'stdin' | 'stdout' | 'stderr' | 'on' | 'off' | 'exit'
>

/** How long a stream may take to remove its temporary files, and its reader to take the rest, after a signal. */
const LAST_MOMENT_MS = 2000

/**
 * Runs the command in a process.
 *
 * @returns the exit code: 0 done, 1 our fault, 2 usage or configuration, 3 rows or codes refused, 4 verification
 *   failed, 5 output or printer failed, 130 interrupted and resumable (SIGINT, SIGTERM and SIGHUP alike)
 *
 * @example
 * ```ts no-run
 * import { main } from 'claimtag'
 *
 * process.exitCode = await main(process)
 * ```
 */
export async function main(host: HostProcess): Promise<ExitCode> {
  const out = standardOutput(host)
  let code: ExitCode | undefined
  let lastMoment: NodeJS.Timeout | undefined
  const { signal, dispose } = listenForInterruption(host, () => {
    // A job can end at any point, since it has a journal, but the temporary files of a stream would stay.
    if (!out.hasDelivered()) host.exit(EXIT.interrupted)
    out.abandon(signal.reason)
    lastMoment ??= setTimeout(() => host.exit(EXIT.interrupted), LAST_MOMENT_MS)
  })
  const onOutError = (error: NodeJS.ErrnoException): void => {
    // The write that failed rejects, and the command reports how far it came.
    if (out.hasDelivered()) return
    // `claimtag decode … | head` closes the pipe early, which is not an error.
    if (error.code === 'EPIPE') host.exit(code ?? EXIT.done)
    void failedOutput(error, io).then((failed) => host.exit(failed))
  }
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
    signal,
  }
  try {
    code = await run(io)
  } catch (error) {
    const { report } = await import('./failure.ts')
    code = report(error, io)
  }
  // Output that its reader did not take would keep the process alive.
  if (lastMoment !== undefined) host.exit(code)
  if (signal.aborted) lastMoment = setTimeout(() => host.exit(code), LAST_MOMENT_MS)
  // A stream reports a failed write a moment later.
  await Promise.all([settled(host.stdout), settled(host.stderr)])
  clearTimeout(lastMoment)
  dispose()
  host.stdout.off('error', onOutError)
  host.stderr.off('error', onErrError)
  return code
}

async function failedOutput({ code: detail = 'unknown' }: NodeJS.ErrnoException, io: Io): Promise<ExitCode> {
  const [{ BatchError }, { report }] = await Promise.all([import('@claimtag/batch'), import('./failure.ts')])
  return report(new BatchError({ code: 'output-failed', detail }), io)
}

/** A log that is full or gone must not end a job: the labels are more important. */
function onErrError(): void {}

function settled(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()))
}
