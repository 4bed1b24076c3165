import type { Warning } from '../issue/issue.ts'

/** A scanned text without the additions of the scanner. */
export interface Clean {
  readonly text: string
  /** How many characters were taken off in front. */
  readonly offset: number
  readonly warnings: readonly Warning[]
}

const SPACE = ' \t\r\n'
// ISO/IEC 15424: `]Q` and a modifier from 0 to 6 stands for a QR symbol. Caps Lock turns it into `]q` with the rest.
const HEAD = /^(\uFEFF?)([ \t\r\n]*)((?:\]Q[0-6])?)([ \t\r\n]*)/i

/** Takes off a byte order mark, the AIM identifier, and spaces, tabs and line ends around the code. */
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
  while (end > offset && SPACE.includes(text[end - 1]!)) end -= 1
  const isSpacedBehind = end < text.length && before + after === ''
  const found: readonly [Warning['code'], number, string | boolean][] = [
    ['byte-order-mark', 0, mark],
    ['surrounding-space', mark.length, before],
    ['aim-identifier', (mark + before).length, identifier],
    ['surrounding-space', offset - after.length, after],
    ['surrounding-space', end, isSpacedBehind],
  ]
  const warnings = found.filter(([, , is]) => is).map(([code, position]) => ({ code, position }) as Warning)
  return { text: text.slice(offset, end), offset, warnings }
}

/** Whether `clean` would take nothing off. */
export function isClean(text: string): boolean {
  return !HEAD.exec(text)![0] && !/[ \t\r\n]$/.test(text)
}
