/** Which of the 128 ASCII characters are allowed. */
export type Charset = readonly boolean[]

const RANGE = /^[0-9]-[0-9]$|^[A-Z]-[A-Z]$|^[a-z]-[a-z]$/

/** `0-9A-Z$*+./-`: a dash between two digits or two letters of one case is a range, any other stands for itself. */
export function parseCharset(text: string): Charset | undefined {
  const allowed = Array.from({ length: 128 }, () => false)
  for (let i = 0; i < text.length;) {
    const range = text.slice(i, i + 3)
    const isRange = RANGE.test(range)
    const first = text.charCodeAt(i)
    const last = isRange ? range.charCodeAt(2) : first
    if (first < 0x20 || last > 0x7e || last < first) return undefined
    for (let code = first; code <= last; code += 1) allowed[code] = true
    i += isRange ? 3 : 1
  }
  return allowed
}

/** Printable ASCII, the space included. */
export const PRINTABLE: Charset = Array.from({ length: 128 }, (_, code) => code >= 0x20 && code <= 0x7e)

export function without(charset: Charset, characters: string): Charset {
  return charset.map((allowed, code) => allowed && !characters.includes(String.fromCharCode(code)))
}

/** Whether any of the characters is in the set. */
export function hasAny(charset: Charset, characters: string): boolean {
  return charset.some((allowed, code) => allowed && characters.includes(String.fromCharCode(code)))
}

/** The set of the characters of a text. */
export function charsetOf(text: string): Charset {
  return Array.from({ length: 128 }, (_, code) => text.includes(String.fromCharCode(code)))
}

/** Where the first character outside the set stands; -1 when there is none. */
export function firstOutside(charset: Charset, text: string): number {
  for (let i = 0; i < text.length; i += 1) if (charset[text.charCodeAt(i)] !== true) return i
  return -1
}

/** The same as what stands in the brackets of a regular expression: `0-9A-Z$*+./\\-`. */
export function classOf(charset: Charset): string {
  let text = ''
  for (let code = 0; code < charset.length; code += 1) {
    if (charset[code] !== true) continue
    const first = code
    while (charset[code + 1] === true) code += 1
    text += code > first + 1 ? `${escaped(first)}-${escaped(code)}` : escaped(first)
    if (code === first + 1) text += escaped(code)
  }
  return text
}

function escaped(code: number): string {
  return String.fromCharCode(code).replace(/[\]\\^-]/, '\\$&')
}
