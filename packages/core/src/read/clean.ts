import type { Warning } from '../issue/issue.ts'

/** A scanned text without the additions of the scanner. */
export interface Clean {
  readonly text: string
  /** How many characters were taken off in front. */
  readonly offset: number
  readonly warnings: readonly Warning[]
}

// Spaces and invisible characters: controls (STX, GS, EOT …), no-break and zero-width spaces, marks of direction.
const SPACE = '[\\0- \\x7f-\\xa0\\xad\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u3000\\ufeff]'
const IS_SPACE = new RegExp(SPACE)
// ISO/IEC 15424: `]Q` and a modifier from 0 to 6 stands for a QR symbol. Caps Lock turns it into `]q` with the rest.
const HEAD = new RegExp(`^(\\ufeff?)(${SPACE}*)((?:\\]Q[0-6])?)(${SPACE}*)`, 'i')

/** Takes off a byte order mark, the AIM identifier, and white space and other invisible characters around the code. */
export function clean(text: string): Clean {
  const [head, mark, before, identifier, after] = HEAD.exec(text) as unknown as [
    string,
    string,
    string,
    string,
    string,
  ]
  const offset = head.length
  let end = text.length
  while (end > offset && IS_SPACE.test(text[end - 1]!)) end -= 1
  const warnings: Warning[] = []
  const note = (
    code: 'byte-order-mark' | 'surrounding-space' | 'aim-identifier',
    position: number,
    is: unknown,
  ): void => {
    if (is) warnings.push({ code, position })
  }
  note('byte-order-mark', 0, mark)
  note('surrounding-space', mark.length, before)
  note('aim-identifier', (mark + before).length, identifier)
  note('surrounding-space', offset - after.length, after)
  note('surrounding-space', end, end < text.length && before + after === '')
  return { text: text.slice(offset, end), offset, warnings }
}

// Without groups, which are slow to make: every code that is written is looked at.
const UNCLEAN_HEAD = /* @__PURE__ */ new RegExp(`^(?:${SPACE}|\\]Q[0-6])`, 'i')

/** Whether `clean` would take nothing off. */
export function isClean(text: string): boolean {
  const first = text.charCodeAt(0)
  const last = text.charCodeAt(text.length - 1)
  // Nearly every code: neither begins with a space or a bracket, nor ends with a space.
  if (first > 0x20 && first < 0x5d && last > 0x20 && last < 0x7f) return true
  return !UNCLEAN_HEAD.test(text) && !IS_SPACE.test(text.slice(-1))
}
