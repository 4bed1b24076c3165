/** Arithmetic in GF(2⁸) modulo x⁸ + x⁴ + x³ + x² + 1 (ISO/IEC 18004:2015, 7.5.2). */
const MODULUS = 0x11d

export function multiply(a: number, b: number): number {
  let product = 0
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ ((product >>> 7) * MODULUS)
    product ^= ((b >>> bit) & 1) * a
  }
  return product
}

/** Coefficients of (x − 2⁰)(x − 2¹)…(x − 2^(degree−1)), highest power first, its leading 1 left out (annex A). */
export function generatorPolynomial(degree: number): Uint8Array {
  const coefficients = new Uint8Array(degree)
  coefficients[degree - 1] = 1
  for (let i = 0, root = 1; i < degree; i++) {
    for (let j = 0; j < degree; j++) {
      coefficients[j] = multiply(coefficients[j]!, root) ^ (coefficients[j + 1] ?? 0)
    }
    root = multiply(root, 2)
  }
  return coefficients
}
