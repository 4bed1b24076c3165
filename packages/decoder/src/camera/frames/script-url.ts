/** The part of Trusted Types that is used; not in TypeScript's library. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(address: string): string },
  ): { createScriptURL(address: string): TrustedScriptUrl }
}

/** The address of a script as a page under `require-trusted-types-for 'script'` has to give it. */
export interface TrustedScriptUrl {
  toString(): string
}

/** Of one name, a page may make one policy. */
let policy: ReturnType<TrustedTypes['createPolicy']> | undefined

/**
 * The address of a worker or a service worker of this page's own origin, through the policy `claimtag` where the
 * browser knows Trusted Types.
 *
 * @throws TypeError for an address of another origin, or where the page's CSP does not name the policy
 *
 * @example
 * ```ts no-run
 * import { scriptUrl } from '@claimtag/decoder/camera'
 *
 * await navigator.serviceWorker.register(scriptUrl('/sw.js') as string)
 * ```
 */
export function scriptUrl(address: string | URL): TrustedScriptUrl {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes }
  if (trustedTypes === undefined) return ownAddress(String(address))
  policy ??= trustedTypes.createPolicy('claimtag', { createScriptURL: ownAddress })
  return policy.createScriptURL(String(address))
}

function ownAddress(address: string): string {
  const { origin, href } = new URL(address, document.baseURI)
  if (origin !== location.origin) throw new TypeError('A worker has to come from the origin of its page.')
  return href
}
