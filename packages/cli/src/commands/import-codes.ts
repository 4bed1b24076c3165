import { readDevices, type Device } from '@claimtag/devices'
import type { DeviceToIssue } from '@claimtag/online'
import { resolve } from 'node:path'
import { deviceToIssue } from '../codes/device-to-issue.ts'
import { openCodes } from '../codes/open-codes.ts'
import { createRefusedRows } from '../codes/refused-rows.ts'
import { createTokensInProgress } from '../codes/tokens-in-progress.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { prose } from '../output/prose.ts'
import type { Invocation } from '../program.ts'
import type { Session } from '../session.ts'
import { loadSettings } from '../settings/settings.ts'

/**
 * Puts devices with recorded tokens, for example from a Join Server's export, into the store. A second call continues
 * where the first stopped: a device that has a code with the same token counts as known.
 */
export async function importCodes(invocation: Invocation, io: Session): Promise<ExitCode> {
  const { args } = invocation
  const settings = await loadSettings(invocation, io.cwd)
  const { format, columns, ids, visible, json, quiet } = settings
  const tokens = createTokensInProgress()
  const counts = { imported: 0, known: 0 }
  const refused = createRefusedRows(json, io)
  const refuse = (line: number, devEui: string | undefined, code: string, reason: string): void =>
    refused.refuse({ line, devEui, code, reason })
  const codes = await openCodes(invocation, io, { format, tokens: tokens.source, create: true })
  try {
    const path = args[0] ?? '-'
    const rows = readDevices(path === '-' ? io.stdin : resolve(io.cwd, path), {
      format,
      columns,
      ids,
      visible,
      signal: io.signal,
    })
    /** Codes that were requested and are not issued yet, in order. */
    const waiting: { readonly line: number; readonly device: Device }[] = []
    const asked = async function* (): AsyncGenerator<DeviceToIssue> {
      for await (const row of rows) {
        if (!('device' in row)) {
          const [first] = row.issues
          refuse(
            row.line,
            undefined,
            first?.code ?? 'row-invalid',
            first?.reason ?? 'This row holds no device.',
          )
          continue
        }
        const { devEui, ownerToken } = row.device.fields
        if (ownerToken === undefined)
          refuse(row.line, devEui, 'token-missing', 'This device has no ownerToken.')
        else if (!tokens.hold(devEui, ownerToken)) refuse(row.line, devEui, 'token-differs', DIFFERS)
        else {
          waiting.push({ line: row.line, device: row.device })
          yield deviceToIssue(row.device)
        }
      }
    }
    for await (const outcome of codes.issuer.issueMany(asked(), { signal: io.signal })) {
      const { line, device } = waiting.shift() ?? {}
      const devEui = device?.fields.devEui ?? ''
      if (!outcome.ok) refuse(line ?? 0, devEui, outcome.issue.code, outcome.message)
      else if (outcome.issued.record.ownerToken !== device?.fields.ownerToken)
        refuse(line ?? 0, devEui, 'token-differs', DIFFERS)
      else counts[outcome.issued.isNew ? 'imported' : 'known'] += 1
      tokens.drop(devEui)
    }
  } finally {
    await codes.close()
  }
  refused.end()
  if (json) io.stdout.json({ ...counts, refused: refused.count() })
  else if (!quiet)
    io.stderr.print(
      prose`${counts.imported} imported, ${counts.known} known already, ${refused.count()} refused\n`,
    )
  return refused.count() > 0 ? EXIT.refused : EXIT.done
}

const DIFFERS =
  'This device has another ownerToken already. Look which one its Join Server knows; reissue replaces it.'
