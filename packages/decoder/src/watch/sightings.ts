import type { DecodeResult } from '@claimtag/core/reader'
import type { Decoder } from '../strict-decoder.ts'
import type { FoundSymbol, Quad } from '../scan/index.ts'

/** A code that has come into view. */
export interface Sighting {
  /** The text as it was encoded. For one of our codes it holds the ownerToken: keep it out of logs. */
  readonly text: string
  /** The decoder's result for the text: the record, or why there is none. */
  readonly result: DecodeResult
  /** Where it was in its frame, in pixels. */
  readonly corners: Quad
  /** Milliseconds, by the frame's timestamp or the clock. */
  readonly at: number
  /** Whether one of our codes was read in the same frame: then a foreign one need not be reported. */
  readonly isBesideOurs: boolean
}

export interface SightingOptions {
  readonly decoder: Pick<Decoder, 'decode'>
  /** How long a code has to be out of view, in milliseconds, until it counts as come into view again; 3,000. */
  readonly forgetMs?: number
}

/** What has been in view lately. */
export interface Sightings {
  /**
   * The codes of a frame that were not in view before; ours first.
   *
   * @param at milliseconds; may not go back
   */
  readonly see: (symbols: readonly FoundSymbol[], at: number) => readonly Sighting[]
}

const FORGET_MS = 3000

/**
 * Tells codes that come into view from those that stay in it, for scanners that tell of a code with every frame.
 *
 * @example
 * ```ts
 * import { createDecoder } from '@claimtag/decoder'
 * import { createSightings } from '@claimtag/decoder/watch'
 *
 * const { see } = createSightings({ decoder: createDecoder() })
 * const corner = { x: 0, y: 0 }
 * const symbol = { text: '0004A310001AAED6', corners: [corner, corner, corner, corner] } as const
 * console.log(see([symbol], 0).length, see([symbol], 40).length) // 1 0
 * ```
 */
export function createSightings({ decoder, forgetMs = FORGET_MS }: SightingOptions): Sightings {
  const inView = new Map<string, { readonly isOurs: boolean; at: number }>()

  function see(symbols: readonly FoundSymbol[], at: number): readonly Sighting[] {
    for (const [text, { at: last }] of inView) if (at - last >= forgetMs) inView.delete(text)
    const fresh: Omit<Sighting, 'isBesideOurs'>[] = []
    let hasOurs = false
    for (const symbol of symbols) {
      if (!('text' in symbol)) continue
      const { text, corners } = symbol
      let code = inView.get(text)
      if (code === undefined) {
        const result = decoder.decode(text)
        code = { isOurs: result.ok, at }
        // From here on, a second print of the code in this frame is in view already.
        inView.set(text, code)
        fresh.push({ text, result, corners, at })
      }
      code.at = at
      hasOurs = hasOurs || code.isOurs
    }
    return fresh
      .map((sighting) => ({ ...sighting, isBesideOurs: hasOurs && !sighting.result.ok }))
      .sort((a, b) => Number(b.result.ok) - Number(a.result.ok))
  }

  return { see }
}
