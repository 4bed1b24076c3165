import { readDevices } from '@claimtag/devices'
import { recordedTokens, type TokenSource } from '@claimtag/online'
import { resolve } from 'node:path'
import type { Session } from '../session.ts'
import type { Settings } from '../settings/settings.ts'
import { UsageError } from '../usage-error.ts'

/**
 * The tokens in a file of devices: a Join Server's export. Without a file, a source without tokens.
 *
 * @throws UsageError for a row that cannot be read: a comparison needs the whole file
 */
export async function tokensOfFile(
  path: string | undefined,
  { format, columns, ids, visible }: Settings,
  { cwd, stdin, signal }: Session,
): Promise<TokenSource> {
  const pairs: [string, string][] = []
  if (path === undefined) return recordedTokens(pairs)
  const input = path === '-' ? stdin : resolve(cwd, path)
  for await (const row of readDevices(input, { format, columns, ids, visible, signal })) {
    if (!('device' in row))
      throw new UsageError(
        `${path}, line ${row.line}: ${row.issues[0]?.reason ?? 'This row holds no device.'}`,
      )
    const { devEui, ownerToken } = row.device.fields
    if (ownerToken !== undefined) pairs.push([devEui, ownerToken])
  }
  return recordedTokens(pairs)
}
