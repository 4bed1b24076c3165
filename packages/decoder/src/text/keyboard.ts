import { type DecodeResult, type KeyboardLayout, type Read, refusal } from '@claimtag/core/reader'
import { LONGEST_TYPED } from './limits.ts'
import { isProved } from './proof.ts'

/** What a layout makes of keys, and what the US layout has there, as which scanners type. */
type Layout = readonly [name: KeyboardLayout, made: string, typed: string, fold?: (made: string) => string]

const swapCase = (made: string): string =>
  made.replace(/[a-z]+|[A-Z]+/g, (run) => (run < 'a' ? run.toLowerCase() : run.toUpperCase()))

/** Of the keys that are elsewhere, those that codes have. */
const LAYOUTS: readonly Layout[] = [
  ['caps-lock', '', '', swapCase],
  ['no-shift', ';', ':', (made) => made.toUpperCase()],
  // JIS X 6002.
  ['jis', '+^~=', ':=+_'],
  ['dvorak', '[]{}"<>PYFGCRLOEUIDHTNS:QJKXB', '-=_+QWERTYUIOPSDFGHJKL:ZXCVBN'],
  ['azerty', '&é"\'(-è_çà°aqzwAQZWM!)', '1234567890_qawzQAWZ:/-'],
  ['azerty-caps-lock', 'aqzwAQZWM,?§=+°', 'qawzQAWZ:Mm/+=-', swapCase],
  ['qwertz', 'yzYZÖ?´`-', 'zyZY:_=+/'],
  // Italian, Spanish, Portuguese, Nordic.
  ['other-latin', 'çÇÑÖÆØ-', '::::::/'],
]

/**
 * Reads a text that a keyboard of another layout changed. It is undone only where the checksum proves it; else the
 * error is about the keyboard.
 *
 * @returns nothing when no layout makes a code of the text
 */
export function readTyped(text: string, strict: Read, frame: RegExp): DecodeResult | undefined {
  if (text.length > LONGEST_TYPED) return undefined
  // A code that begins as it should came through no other layout, unless it is in lower case.
  const isFramed = text.search(frame) === 0
  let suspect: KeyboardLayout | undefined
  for (const [layout, made, typed, fold = String] of LAYOUTS) {
    const keys = new RegExp(`[${made.replace(/\W/g, '\\$&')}]`, 'g')
    const code = fold(text).replace(keys, (one) => typed[made.indexOf(one)]!)
    // What no key changed was refused as it is.
    const result = code !== text && isProved(code) && strict(code)
    if (result && result.ok) {
      return { ...result, warnings: [{ code: 'keyboard-undone', layout }, ...result.warnings] }
    }
    if (!isFramed && code.search(frame) === 0) suspect ??= layout
  }
  return suspect && refusal({ code: 'keyboard-layout', layout: suspect })
}
