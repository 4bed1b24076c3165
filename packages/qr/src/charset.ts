/** Values of the alphanumeric mode (ISO/IEC 18004:2015, 7.3.4, table 5). */
const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'

/** Marks an ASCII character that is not in the alphanumeric set. */
export const BYTE_ONLY = 255

/** Value of an ASCII character in alphanumeric mode, 0 to 44 (0 to 9 are the digits), else `BYTE_ONLY`. */
export const ALPHANUMERIC_VALUE: Uint8Array = /* @__PURE__ */ (() => {
  const values = new Uint8Array(128).fill(BYTE_ONLY)
  for (let value = 0; value < ALPHANUMERIC.length; value++) values[ALPHANUMERIC.charCodeAt(value)] = value
  return values
})()
