/**
 * A text without lone surrogates in UTF-8, as a string with one character for each byte, so that ASCII stays as it
 * is. `TextEncoder` belongs to platforms, which this package does not assume; `encodeURIComponent` belongs to the
 * language, and escapes the same bytes.
 */
export function utf8(text: string): string {
  if (!/[^ -~]/.test(text)) return text
  return encodeURIComponent(text).replaceAll(/%(..)/g, (_, byte: string) =>
    String.fromCharCode(Number.parseInt(byte, 16)),
  )
}
