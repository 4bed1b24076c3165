import { compileFormat } from '@claimtag/core'
import { conformanceVectors } from '@claimtag/core/vectors'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { text } from '../flags/flag-value.ts'
import { writeOutput } from '../output/write-output.ts'
import type { Invocation } from '../program.ts'
import type { Session } from '../session.ts'
import { loadFormat } from '../settings/format-document.ts'

const READABLE = 0o644

/** Writes texts with which a decoder in another language is proved to read a format as this one does. */
export async function vectors({ args, flags }: Invocation, session: Session): Promise<ExitCode> {
  const { format, path } = loadFormat(args[0]!, session.cwd)
  const file = {
    format: format.document,
    compiled: compileFormat(format),
    vectors: conformanceVectors(format),
  }
  const place = {
    file: text(flags['out']) ?? '-',
    force: flags['force'] === true,
    inputs: path === undefined ? [] : [path],
    mode: READABLE,
  }
  const isQuiet = flags['json'] === true || flags['quiet'] === true
  const content = Buffer.from(`${JSON.stringify(file, undefined, 2)}\n`, 'utf8')
  await writeOutput(() => content, place, session, isQuiet)
  return EXIT.done
}
