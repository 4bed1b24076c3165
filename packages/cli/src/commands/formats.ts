import { builtInFormats } from '@claimtag/core'
import { EXIT, type ExitCode } from '../exit-code.ts'
import type { Io } from '../io.ts'
import { paintFor } from '../paint.ts'
import type { Invocation } from '../program.ts'

export function formats({ flags }: Invocation, { stdout, env }: Io): ExitCode {
  const listed = builtInFormats.map(({ id, title, writable }) => ({ id, title, writable }))
  if (flags['json'] === true) {
    stdout.write(`${JSON.stringify(listed)}\n`)
    return EXIT.done
  }
  const paint = paintFor(stdout, env)
  const width = Math.max(...listed.map(({ id }) => id.length)) + 2
  for (const { id, title, writable } of listed) {
    stdout.write(`${paint.bold(id.padEnd(width))}${title}${writable ? '' : paint.dim(' (read only)')}\n`)
  }
  return EXIT.done
}
