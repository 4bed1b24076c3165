// Two hex digits for each byte. All tokens of a base64 file are hex digits only in one of thousands of files.
const HEXADECIMAL = /^(?:[0-9A-Fa-f]{2})+$/

/**
 * Whether a token looks hexadecimal. If all tokens of an input do, the format expects another form than the file has.
 */
export function isHexadecimal(token: string): boolean {
  return HEXADECIMAL.test(token)
}
