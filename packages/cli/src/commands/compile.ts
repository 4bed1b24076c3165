import { compileFormat, explain } from '@claimtag/core'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { text } from '../flags/flag-value.ts'
import { prose } from '../output/prose.ts'
import { writeOutput } from '../output/write-output.ts'
import type { Invocation } from '../program.ts'
import type { Session } from '../session.ts'
import { loadFormat } from '../settings/format-document.ts'

/** It holds no token, and it becomes part of a program. */
const READABLE = 0o644

/** Writes a format as a module of plain data, with which a decoder needs no compiler of documents. */
export async function compile({ args, flags }: Invocation, session: Session): Promise<ExitCode> {
  const { format, path } = loadFormat(args[0]!, session.cwd)
  const compiled = compileFormat(format)
  const file = text(flags['out']) ?? '-'
  const json = flags['json'] === true
  const data = JSON.stringify(compiled)
  const module = /\.m?ts$/.test(file) ? typescript(format.id, data) : javascript(format.id, data)
  const place = {
    file,
    force: flags['force'] === true,
    inputs: path === undefined ? [] : [path],
    mode: READABLE,
  }
  const isQuiet = json || flags['quiet'] === true
  await writeOutput(() => Buffer.from(json ? `${data}\n` : module, 'utf8'), place, session, isQuiet)
  for (const otherFormat of compiled.conflicts ?? []) {
    const issue = { code: 'ambiguous-formats', kind: 'misuse', format: format.id, otherFormat } as const
    if (!isQuiet) session.stderr.print(prose`${explain(issue)}\n`)
  }
  return EXIT.done
}

function javascript(id: string, data: string): string {
  return `// Written by claimtag compile.
/** @type {import('@claimtag/decoder').CompiledFormat} */
export const ${nameOf(id)} = ${data}
`
}

function typescript(id: string, data: string): string {
  return `// Written by claimtag compile.
import type { CompiledFormat } from '@claimtag/decoder'

export const ${nameOf(id)}: CompiledFormat = ${data}
`
}

/** `acme-2` is `acme2`, `acme-indoor` is `acmeIndoor`; no name begins with a digit. */
function nameOf(id: string): string {
  const name = id.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())
  return /^[0-9]/.test(name) ? `format${name}` : name
}
