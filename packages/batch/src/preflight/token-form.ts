// Two hex digits a byte. Base64 of even a short token is all hex digits once in thousands of files, not rows.
const HEXADECIMAL = /^(?:[0-9A-Fa-f]{2})+$/

/** Watches all tokens of an input for the sign that the file and the format speak of different forms. */
export interface TokenForm {
  see(token: string): void
  /** Whether there were tokens and every one was hexadecimal. */
  readonly allHexadecimal: boolean
}

export function createTokenForm(): TokenForm {
  let seen = 0
  let others = 0
  return {
    see(token) {
      seen++
      if (others === 0 && !HEXADECIMAL.test(token)) others++
    },
    get allHexadecimal() {
      return seen > 0 && others === 0
    },
  }
}
