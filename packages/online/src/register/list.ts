import type { Settings } from '../options.ts'
import type { StoredCode } from '../store/code-store.ts'
import type { WaitOptions } from '../time/deadline.ts'
import { pagesOf } from './pages.ts'

/** A code as it is listed: everything that the store can show without a key, so never a token. */
export type ListedCode = Pick<StoredCode, 'device' | 'format' | 'version' | 'status' | 'keyId'>

/** All codes of the realm, in the order of their DevEUIs, as the replica has them where there is one. */
export async function* listCodes(
  { store, ...settings }: Settings,
  wait: WaitOptions,
): AsyncGenerator<ListedCode, void, undefined> {
  for await (const page of pagesOf({ ...settings, store: store.replica ?? store }, wait))
    for (const { device, format, version, status, keyId } of page)
      yield { device, format, version, status, keyId }
}
