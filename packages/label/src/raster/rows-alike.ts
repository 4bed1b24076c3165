/** How many of the next rows, at most `limit`, are equal to the row above them. */
export function rowsAlike(words: Int32Array, row: number, stride: number, limit: number): number {
  const last = row + limit * stride
  let at = row
  // Four words in one comparison, as long as all are equal.
  while (
    at + 4 <= last &&
    ((words[at]! ^ words[at - stride]!) |
      (words[at + 1]! ^ words[at + 1 - stride]!) |
      (words[at + 2]! ^ words[at + 2 - stride]!) |
      (words[at + 3]! ^ words[at + 3 - stride]!)) ===
      0
  )
    at += 4
  while (at < last && words[at] === words[at - stride]) at += 1
  return Math.floor((at - row) / stride)
}
