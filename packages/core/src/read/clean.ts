import type { Warning } from '../issue/issue.ts'

/** A scanned text without the additions of the scanner. */
export interface Clean {
  readonly text: string
  /** How many characters were taken off in front. */
  readonly offset: number
  readonly warnings: readonly Warning[]
}

// ISO/IEC 15424: `]Q` and a modifier from 0 to 6 stands for a QR symbol. Caps Lock turns it into `]q` with the rest.
const AIM = /^\]Q[0-6]/i

/** Takes off a byte order mark, the AIM identifier, and white space and other invisible characters around the code. */
export function clean(text: string): Clean {
  const warnings: Warning[] = []
  let start = 0
  let end = text.length
  const skip = (): void => {
    const before = start
    while (start < end && isSpace(text.charCodeAt(start))) start += 1
    if (start > before) warnings.push({ code: 'surrounding-space', position: before })
  }
  if (text.charCodeAt(0) === 0xfeff) {
    warnings.push({ code: 'byte-order-mark', position: 0 })
    start = 1
  }
  skip()
  if (text[start] === ']' && AIM.test(text.slice(start, start + 3))) {
    warnings.push({ code: 'aim-identifier', position: start })
    start += 3
    skip()
  }
  while (end > start && isSpace(text.charCodeAt(end - 1))) end -= 1
  if (end < text.length && !warnings.some(({ code }) => code === 'surrounding-space')) {
    warnings.push({ code: 'surrounding-space', position: end })
  }
  return { text: text.slice(start, end), offset: start, warnings }
}

/** Whether `clean` would take nothing off. */
export function isClean(text: string): boolean {
  const first = text.charCodeAt(0)
  if (first === 0xfeff || isSpace(first) || isSpace(text.charCodeAt(text.length - 1))) return false
  return text[0] !== ']' || !AIM.test(text.slice(0, 3))
}

/** Spaces and what no one sees: controls (STX, GS, EOT …), no-break and zero-width spaces, marks of direction. */
function isSpace(code: number): boolean {
  if (code < 0x7f) return code <= 0x20
  return (
    code <= 0xa0 ||
    code === 0xad ||
    (code >= 0x2000 && code <= 0x200f) ||
    (code >= 0x2028 && code <= 0x202f) ||
    (code >= 0x205f && code <= 0x206f) ||
    code === 0x3000 ||
    code === 0xfeff
  )
}
