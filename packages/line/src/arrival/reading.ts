import { parseWrittenEui64 } from '@claimtag/core'
import type { Decoder } from '@claimtag/decoder'

/** What was scanned or typed. Nothing of it is kept but the DevEUI. */
export type Reading =
  /** `record`: what the code said, if it was one. `isLabel`: it is a code that claims the device. */
  | { readonly devEui: string; readonly record?: Product | undefined; readonly isLabel: boolean }
  /** `code`: the reason, as of the decoder. */
  | { readonly devEui?: undefined; readonly code: string }

/** What tells one product from another. */
export interface Product {
  readonly joinEui?: string | undefined
  readonly vendorId?: string | undefined
  readonly vendorProfileId?: string | undefined
}

/**
 * Reads a DevEUI in any spelling, or a code as scanners give it; `undefined` for an empty line.
 *
 * @example
 * ```ts
 * import { createDecoder } from '@claimtag/decoder'
 * import { readArrival } from '@claimtag/line'
 *
 * console.log(readArrival('70:b3:d5:7e:d0:0a:00:04', createDecoder())?.devEui) // 70B3D57ED00A0004
 * ```
 */
export function readArrival(text: string, decoder: Pick<Decoder, 'decode'>): Reading | undefined {
  const written = text.trim()
  if (written === '') return undefined
  const devEui = parseWrittenEui64(written)
  if (devEui !== undefined) return { devEui, isLabel: false }
  const result = decoder.decode(text)
  if (!result.ok) return { code: result.error.code }
  const { ownerToken, joinEui, vendorId, vendorProfileId, devEui: read } = result.record
  return { devEui: read, record: { joinEui, vendorId, vendorProfileId }, isLabel: ownerToken !== undefined }
}

const MOST = 80

/**
 * A reason or a name as a person typed it; `undefined` when it is empty, long, or might hold a code: a scanner types
 * where a person should, and its token would stay in the log.
 *
 * @example
 * ```ts
 * import { createDecoder } from '@claimtag/decoder'
 * import { freeText } from '@claimtag/line'
 *
 * console.log(freeText('  label torn ', createDecoder())) // label torn
 * ```
 */
export function freeText(text: string, decoder: Pick<Decoder, 'decode'>): string | undefined {
  const written = text.trim().replaceAll(/\s+/g, ' ')
  if (written === '' || written.length > MOST || /\p{Cc}/u.test(written)) return undefined
  if (/\S{21,}/.test(written) || /^LW:/i.test(written)) return undefined
  const result = decoder.decode(written)
  if (result.ok || result.error.kind === 'damaged') return undefined
  return written
}
