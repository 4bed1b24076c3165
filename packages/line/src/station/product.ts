import type { Product } from '../arrival/reading.ts'
import { LineError } from '../issue.ts'

/** The product of a station: an AppEUI, or the IDs of vendor and profile of its codes, in upper-case hex. */
export interface ProductRule {
  readonly joinEui?: string | undefined
  readonly profile?: string | undefined
}

/**
 * Reads `--product`: 16 hex digits are an AppEUI, 8 are VendorID and VendorProfileID as in the code.
 *
 * @throws LineError `product`
 *
 * @example
 * ```ts
 * import { parseProduct } from '@claimtag/line'
 *
 * console.log(parseProduct('0a1b0042').profile) // 0A1B0042
 * ```
 */
export function parseProduct(text: string): ProductRule {
  const written = text.trim().toUpperCase()
  if (/^[0-9A-F]{16}$/.test(written)) return { joinEui: written }
  if (/^[0-9A-F]{8}$/.test(written)) return { profile: written }
  throw new LineError({ code: 'product' })
}

/** What another product says of itself; `undefined` when it is the right one, or does not say. */
export function otherProduct(product: Product, rule: ProductRule): string | undefined {
  const { joinEui, vendorId, vendorProfileId } = product
  if (rule.joinEui !== undefined && joinEui !== undefined && joinEui !== rule.joinEui) return joinEui
  if (rule.profile === undefined || vendorId === undefined || vendorProfileId === undefined) return undefined
  const profile = `${vendorId}${vendorProfileId}`.toUpperCase()
  return profile === rule.profile ? undefined : profile
}
