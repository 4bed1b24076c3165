/**
 * Twice each of four elements of GF(2⁸) in a word, modulo x⁸ + x⁴ + x³ + x² + 1 (ISO/IEC 18004:2015, 7.5.2).
 */
export function double(elements: number): number {
  return ((elements & 0x7f7f7f7f) << 1) ^ (((elements >>> 7) & 0x01010101) * 0x1d)
}

/** Coefficients of (x − 2⁰)(x − 2¹)…(x − 2^(degree−1)), highest power first, its leading 1 left out (annex A). */
export function generatorPolynomial(degree: number): Uint8Array {
  const coefficients = new Uint8Array(degree)
  coefficients[degree - 1] = 1
  for (let root = 0; root < degree; root++) {
    for (let i = 0; i < degree; i++) {
      let product = coefficients[i]!
      for (let power = 0; power < root; power++) product = double(product)
      coefficients[i] = product ^ (coefficients[i + 1] ?? 0)
    }
  }
  return coefficients
}
