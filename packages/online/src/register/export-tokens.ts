import type { Eui64 } from '@claimtag/core'
import { accessStore } from '../attempt/store-access.ts'
import type { Settings } from '../options.ts'
import { openSecret } from '../seal/seal-code.ts'
import type { AuditEntry } from '../store/code-store.ts'
import { openDeadline } from '../time/deadline.ts'
import type { WaitOptions } from '../time/deadline.ts'
import { pagesOf } from './pages.ts'

/** A device as a Join Server imports it. It holds the ownerToken: write it only to files that others cannot read. */
export interface ExportedToken {
  readonly devEui: Eui64
  readonly joinEui?: Eui64
  readonly ownerToken: string
}

/**
 * The tokens of all codes that were not revoked, for a Join Server that takes tokens. Each export is recorded first.
 */
export async function* exportTokens(
  settings: Settings,
  entry: AuditEntry,
  wait: WaitOptions,
): AsyncGenerator<ExportedToken, void, undefined> {
  const { realm, sealer, clock } = settings
  for await (const page of pagesOf(settings, wait)) {
    for (const code of page) {
      if (code.status === 'revoked') continue
      const { devEui, joinEui } = code.device
      const key = { realm, devEui }
      const deadline = openDeadline(clock, wait, devEui)
      try {
        const { record } = await openSecret(sealer, key, code, deadline)
        await accessStore(settings, key, deadline).note(entry)
        yield { devEui, ...(joinEui === undefined ? {} : { joinEui }), ownerToken: record.ownerToken ?? '' }
      } finally {
        deadline.close()
      }
    }
  }
}
