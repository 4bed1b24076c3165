import { ClaimtagError } from '@claimtag/core'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { prose } from '../output/prose.ts'
import type { Invocation } from '../program.ts'
import type { Session } from '../session.ts'

/**
 * Says that a queue did not answer, or that its memory or disk is full: the same command helps later. A driver's
 * message may quote its address, and so a password, so that only its code is said. Errors of ours are thrown again.
 */
export function queueFailed(error: unknown, { flags }: Pick<Invocation, 'flags'>, io: Session): ExitCode {
  // What was held is given back, or is given to another worker when its lease is over.
  if (io.signal.aborted) return EXIT.interrupted
  if (error instanceof ClaimtagError || !(error instanceof Error)) throw error
  const code = codeOf(error)
  if (flags['json'] === true)
    io.stdout.json({
      ok: false,
      code: 'queue-failed',
      retryable: true,
      ...(code === undefined ? {} : { detail: code }),
    })
  else
    io.stderr.print(
      prose`${io.stderr.paint.red('claimtag:')} The queue does not answer, or refuses${code === undefined ? '' : ` (${code})`}. Try again.\n`,
    )
  return EXIT.output
}

/** Of Redis, the first word: OOM, when its memory is full, or MISCONF, when its disk is. */
function codeOf(error: Error): string | undefined {
  if ('code' in error && typeof error.code === 'string') return error.code
  return /^[A-Z]{3,16}(?= )/.exec(error.message)?.[0]
}
