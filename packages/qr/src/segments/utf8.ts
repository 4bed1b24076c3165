/**
 * A text without lone surrogates in UTF-8, one byte a character, so that ASCII stays as it is. `TextEncoder` belongs
 * to a platform, which this package does not know; but the language escapes the bytes of UTF-8 in URIs.
 */
export function utf8(text: string): string {
  if (!/[^ -~]/.test(text)) return text
  return encodeURIComponent(text).replaceAll(/%(..)/g, (_, byte: string) =>
    String.fromCharCode(Number.parseInt(byte, 16)),
  )
}
