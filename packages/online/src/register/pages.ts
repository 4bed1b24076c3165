import { guarded } from '../issue/guarded.ts'
import type { Settings } from '../options.ts'
import type { CodeStore, StoredCode } from '../store/code-store.ts'
import { pageOf } from '../store/store-answer.ts'
import { openDeadline } from '../time/deadline.ts'
import type { WaitOptions } from '../time/deadline.ts'

const PAGE = 500

export interface PageOptions extends WaitOptions {
  readonly notKeyId?: string | undefined
}

/** All codes of the realm in the order of their DevEUIs, one page at a time. The deadline applies to each page. */
export async function* pagesOf(
  { store, realm, clock }: Pick<Settings, 'realm' | 'clock'> & { readonly store: Pick<CodeStore, 'list'> },
  { notKeyId, ...wait }: PageOptions,
): AsyncGenerator<readonly StoredCode[], void, undefined> {
  let after: StoredCode['device']['devEui'] | undefined
  for (;;) {
    const deadline = openDeadline(clock, wait)
    let page: readonly StoredCode[]
    try {
      const call = () => store.list({ realm, limit: PAGE, after, notKeyId })
      page = await deadline.call('store', call, (given) => pageOf({ during: 'list', given }, realm))
    } catch (error) {
      throw guarded(error, { code: 'store-failed', during: 'list' })
    } finally {
      deadline.close()
    }
    const last = page.at(-1)?.device.devEui
    // Without this check, a store that returns a page again would be listed without end.
    if (last === undefined || (after !== undefined && last <= after)) return
    yield page
    after = last
  }
}
