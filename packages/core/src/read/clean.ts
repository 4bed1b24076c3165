import type { Warning } from '../issue/issue.ts'

type AdditionCode = 'byte-order-mark' | 'surrounding-space' | 'aim-identifier'

/** A scanned text without the additions of the scanner. */
export interface Clean {
  readonly text: string
  /** How many characters were taken off in front. */
  readonly offset: number
  readonly warnings: readonly Warning[]
}

/** Spaces and invisible characters: controls (STX, GS, EOT …), no-break and zero-width spaces, marks of direction. */
export const SPACE = '[\\0- \\x7f-\\xa0\\xad\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u3000\\ufeff]'
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
  const note = (code: AdditionCode, position: number, taken: string): void => {
    if (taken) warnings.push({ code, position })
  }
  note('byte-order-mark', 0, mark)
  note('surrounding-space', mark.length, before)
  note('aim-identifier', (mark + before).length, identifier)
  note('surrounding-space', offset - after.length, after)
  note('surrounding-space', end, before + after ? '' : text.slice(end))
  return { text: text.slice(offset, end), offset, warnings }
}
