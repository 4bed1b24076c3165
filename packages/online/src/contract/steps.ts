import type { Eui64 } from '@claimtag/core'
import type { CodeKey, CodeStore, StoredCode } from '../store/code-store.ts'
import { eventually } from './check.ts'

export const LONG = { leaseMs: 60_000, holder: 'contract' }
/** Expires as soon as the store's clock has advanced. */
export const SHORT = { leaseMs: 1, holder: 'contract' }

/** A code as an issuer passes it, with bytes that distinguish codes. */
export function codeOf(devEui: Eui64, mark: number, data: Partial<StoredCode> = {}): StoredCode {
  const device = { devEui, serialNumber: `serial ${mark}`, columns: { 'länge ✓': 'x'.repeat(3) } }
  const sealed = Uint8Array.from({ length: 200 }, (_, at) => (at * mark) % 256)
  return { device, format: 'thingpark', version: 1, status: 'issued', keyId: 'key-1', sealed, ...data }
}

export async function reserved(store: CodeStore, key: CodeKey, lease = LONG): Promise<number> {
  const reservation = await store.reserve(key, lease)
  if (reservation.status !== 'reserved') throw new Error(`a free device was ${reservation.status}`)
  return reservation.attempt
}

export async function expired(store: CodeStore, key: CodeKey): Promise<number> {
  await reserved(store, key, SHORT)
  return eventually('a lease of 1 ms ends', async () => {
    const reservation = await store.reserve(key, LONG)
    return reservation.status === 'reserved' ? reservation.attempt : undefined
  })
}
