// Two hex digits a byte. Base64 of even a short token is all hex digits once in thousands of files, not rows.
const HEXADECIMAL = /^(?:[0-9A-Fa-f]{2})+$/

/** Whether a token looks hexadecimal; when all tokens of an input do, file and format speak of different forms. */
export function isHexadecimal(token: string): boolean {
  return HEXADECIMAL.test(token)
}
