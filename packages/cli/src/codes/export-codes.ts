import { csvLine } from '@claimtag/batch'
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
    const parts = [csvLine(['DevEUI', 'AppEUI', 'ownerToken'])]
    for await (const { devEui, joinEui = '', ownerToken } of issuer.exportTokens({
      reason,
      signal: io.signal,
    }))
      parts.push(csvLine([devEui, joinEui, ownerToken]))
    return Buffer.from(parts.join(''), 'utf8')
  }
  const place = { file, force: flags['force'] === true, inputs: [...settings.files, keyPath] }
  await writeOutput(lines, place, io, settings.quiet || settings.json)
  return EXIT.done
}
