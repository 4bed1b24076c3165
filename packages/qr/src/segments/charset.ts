/** The alphanumeric set in the order of its values; the first ten are the digits (ISO/IEC 18004:2015, table 5). */
const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'

/** Value of an ASCII character in numeric and alphanumeric mode, 0 to 44, or 255 if it has none. */
export const VALUE: Uint8Array = /* @__PURE__ */ Uint8Array.from({ length: 128 }, (_, code) =>
  ALPHANUMERIC.indexOf(String.fromCharCode(code)),
)
