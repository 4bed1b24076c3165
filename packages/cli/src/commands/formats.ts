import { builtInFormats } from '@claimtag/core'
import { EXIT, type ExitCode } from '../exit-code.ts'
import type { Invocation } from '../program.ts'
import { prose } from '../output/prose.ts'
import type { Session } from '../session.ts'

export function formats({ flags }: Invocation, { stdout }: Session): ExitCode {
  const listed = builtInFormats.map(({ id, title, writable }) => ({ id, title, writable }))
  if (flags['json'] === true) {
    stdout.json(listed)
    return EXIT.done
  }
  const { bold, dim } = stdout.paint
  const width = Math.max(...listed.map(({ id }) => id.length)) + 2
  for (const { id, title, writable } of listed) {
    stdout.print(prose`${bold(id.padEnd(width))}${title}${writable ? '' : dim(' (read only)')}\n`)
  }
  return EXIT.done
}
