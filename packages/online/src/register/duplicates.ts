import type { Settings } from '../options.ts'
import type { WaitOptions } from '../time/deadline.ts'
import { pagesOf } from './pages.ts'

/** Devices that have the same token. */
export interface DuplicateToken {
  readonly devEuis: readonly string[]
}

/** Tokens that more than one device has, found by their keyed hashes. Needs a sealer with an index key. */
export async function duplicateTokens(
  settings: Settings,
  wait: WaitOptions,
): Promise<readonly DuplicateToken[]> {
  const byTag = new Map<string, string[]>()
  for await (const page of pagesOf(settings, wait)) {
    for (const { tag, device } of page) {
      if (tag === undefined) continue
      const name = String.fromCharCode(...tag)
      const devEuis = byTag.get(name)
      if (devEuis === undefined) byTag.set(name, [device.devEui])
      else devEuis.push(device.devEui)
    }
  }
  return [...byTag.values()].filter((devEuis) => devEuis.length > 1).map((devEuis) => ({ devEuis }))
}
