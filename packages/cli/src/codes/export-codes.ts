import { EXIT, type ExitCode } from '../exit-code.ts'
import { text } from '../flags/flag-value.ts'
import { writeOutput } from '../output/write-output.ts'
import type { Invocation } from '../program.ts'
import type { Session } from '../session.ts'
import type { Settings } from '../settings/settings.ts'
import { UsageError } from '../usage-error.ts'
import type { Codes } from './open-codes.ts'
import { reasonOf } from './reason.ts'

/**
 * Writes the tokens of all codes that were not revoked, for a Join Server that takes tokens. Each export is recorded.
 */
export async function exportCodes(
  { issuer, keyPath }: Codes,
  { flags }: Invocation,
  settings: Settings,
  io: Session,
): Promise<ExitCode> {
  const file = text(flags['out'])
  if (file === undefined)
    throw new UsageError('The file holds all tokens, so it has to be named: --out tokens.csv (- is stdout).')
  const reason = reasonOf(flags)
  async function lines(): Promise<Uint8Array> {
    const parts = ['DevEUI,AppEUI,ownerToken\r\n']
    for await (const { devEui, joinEui = '', ownerToken } of issuer.exportTokens({
      reason,
      signal: io.signal,
    }))
      parts.push(`${devEui},${joinEui},${quoted(ownerToken)}\r\n`)
    return Buffer.from(parts.join(''), 'utf8')
  }
  const place = { file, force: flags['force'] === true, inputs: [...settings.files, keyPath] }
  await writeOutput(lines, place, io, settings.quiet || settings.json)
  return EXIT.done
}

/** RFC 4180, 2.6: a token issued as text may contain separators. */
function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
