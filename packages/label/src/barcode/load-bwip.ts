import type { raw } from 'bwip-js/generic'

export interface Bwip {
  readonly raw: typeof raw
}

/**
 * An optional peer of some megabytes: who prints no bar codes beside QR symbols need not install it. Its entry for all
 * hosts, since the others draw, with canvases or files of their own.
 *
 * @returns `undefined` when it is not installed
 */
export async function loadBwip(): Promise<Bwip | undefined> {
  try {
    // Its named export `raw` is another function than that of its default export, whose types it has.
    const { default: bwip } = (await import('bwip-js/generic')) as unknown as { readonly default: Bwip }
    return bwip
  } catch {
    return undefined
  }
}
