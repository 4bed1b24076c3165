const ESCAPED = /_x([0-9A-Fa-f]{4})_/g

/**
 * ECMA-376 part 1, 22.9.2.19: a character that XML cannot contain is written as `_x000D_`, and so is an underscore
 * before such a sequence.
 */
export function unescapedText(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(ESCAPED, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}
