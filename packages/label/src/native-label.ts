import { labelError } from './issue.ts'
import type { PlacedLabel } from './placed.ts'
import type { NativeZplLabel, NativeZplSymbol, NativeZplText } from './zpl-native.ts'

/** A capital letter of the printer's font 0, as a part of its character cell. */
const FONT_0_CAPITAL = 0.7

/**
 * A placed label as what a ZPL printer draws by itself, for `encodeNativeZpl`. Throws `LabelError` `not-native` for
 * what its commands cannot do: art, rules, frames and turned text.
 *
 * @example
 * const zpl = encodeNativeZpl(nativeLabel(labeller.place(code, fields)))
 */
export function nativeLabel({ width, height, items }: PlacedLabel): NativeZplLabel {
  const symbols: NativeZplSymbol[] = []
  const texts: NativeZplText[] = []
  for (const item of items) {
    if (item.type === 'symbol') {
      const { text, errorCorrection, dots, x, y } = item
      symbols.push({ text, errorCorrection, magnification: dots, x, y })
    } else if (item.type === 'text' && item.turn === 0) {
      const { text, x, y, capDots } = item
      const cell = Math.round(capDots / FONT_0_CAPITAL)
      texts.push({ text: text.replaceAll('\u2009', ' '), x, y: y - capDots, height: cell })
    } else throw labelError({ code: 'not-native', what: WHAT[item.type] })
  }
  return { width, height, symbols, texts }
}

const WHAT = { text: 'turned text', ink: 'a rule or frame', image: 'art' } as const
