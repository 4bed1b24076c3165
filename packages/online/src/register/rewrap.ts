import { accessStore } from '../attempt/store-access.ts'
import { ClaimtagError } from '@claimtag/core'
import type { Settings } from '../options.ts'
import { openSecret, sealSecret } from '../seal/seal-code.ts'
import type { StoredCode } from '../store/code-store.ts'
import { openDeadline } from '../time/deadline.ts'
import type { WaitOptions } from '../time/deadline.ts'
import { pagesOf } from './pages.ts'

export interface Rewrapped {
  /** Number of codes that this call has sealed with the current key. */
  readonly rewrapped: number
  /** DevEUIs of codes that could not be opened: their key is missing, or the row was changed. */
  readonly unreadable: readonly string[]
}

/**
 * Seals with the current key all codes that another key has sealed. If it is stopped, the next call goes on. A code
 * that is changed at the same time is sealed by the current key anyway.
 */
export async function rewrapCodes(settings: Settings, wait: WaitOptions): Promise<Rewrapped> {
  let rewrapped = 0
  const unreadable: string[] = []
  for await (const page of pagesOf(settings, { ...wait, notKeyId: settings.sealer.keyId })) {
    for (const code of page) {
      try {
        if (await rewrapOne(settings, code, wait)) rewrapped += 1
      } catch (error) {
        if (!(error instanceof ClaimtagError) || (error.code as string) !== 'unseal-failed') throw error
        unreadable.push(code.device.devEui)
      }
    }
  }
  return { rewrapped, unreadable }
}

async function rewrapOne(settings: Settings, code: StoredCode, wait: WaitOptions): Promise<boolean> {
  const { realm, sealer, clock } = settings
  const key = { realm, devEui: code.device.devEui }
  const deadline = openDeadline(clock, wait, key.devEui)
  try {
    const secret = await openSecret(sealer, key, code, deadline)
    const sealed = await sealSecret(sealer, key, code.version, secret, deadline)
    return await accessStore(settings, key, deadline).replace(code, { ...code, ...sealed })
  } finally {
    deadline.close()
  }
}
