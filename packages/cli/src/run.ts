import { readFileSync } from 'node:fs'
import { completion } from './commands/completion.ts'
import { decodeCodes } from './commands/decode.ts'
import { formats } from './commands/formats.ts'
import { generate } from './commands/generate.ts'
import { init } from './commands/init.ts'
import { plan } from './commands/plan.ts'
import { preview } from './commands/preview.ts'
import { print } from './commands/print.ts'
import { printers } from './commands/printers.ts'
import { verify } from './commands/verify.ts'
import type { ExitCode } from './exit-code.ts'
import type { CommandName } from './flags.ts'
import type { Io } from './io.ts'
import { parseCommandLine, type Invocation } from './program.ts'
import { openSession, type Session } from './session.ts'

type Run = (invocation: Invocation, session: Session) => ExitCode | Promise<ExitCode>

const RUNS = {
  generate,
  decode: decodeCodes,
  print,
  printers,
  verify,
  plan,
  preview,
  formats,
  init,
  completion,
} satisfies Record<CommandName, Run>

/** Runs one command line. Throws every failure; `main` reports it. */
export async function run(io: Io): Promise<ExitCode> {
  const session = openSession(io)
  const invocation = parseCommandLine(session, ownVersion())
  return typeof invocation === 'number' ? invocation : RUNS[invocation.command](invocation, session)
}

function ownVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { readonly version: string }).version
}
