/**
 * Twice each of four elements of GF(2⁸) in a word, modulo x⁸ + x⁴ + x³ + x² + 1 (ISO/IEC 18004:2015, 7.5.2).
 */
export function double(elements: number): number {
  return ((elements & 0x7f7f7f7f) << 1) ^ (((elements >>> 7) & 0x01010101) * 0x1d)
}

/**
 * Coefficients of (x − 2⁰)(x − 2¹)…(x − 2^(degree−1)), highest power first, its leading 1 left out (annex A): four a
 * word, and zeros up to the end of the last.
 */
export function generatorPolynomial(degree: number): Int32Array {
  const words = new Int32Array((degree + 3) >>> 2)
  words[(degree - 1) >>> 2] = 1 << (8 * (-degree & 3))
  for (let root = 0; root < degree; root++) {
    words.forEach((word, i) => {
      let product = word
      for (let power = 0; power < root; power++) product = double(product)
      words[i] = product ^ (word << 8) ^ (words[i + 1]! >>> 24)
    })
  }
  return words
}
