/** A character that is easily taken for another one, on labels as on screens. */
export interface LookAlike {
  /** Index into the text of the field. */
  readonly position: number
  /** What it may be instead. */
  readonly like: '0' | 'O' | '1' | 'I' | '8' | 'B'
}

const PAIRS: ReadonlyMap<string, LookAlike['like']> = new Map([
  ['O', '0'],
  ['o', '0'],
  ['I', '1'],
  ['i', '1'],
  ['l', '1'],
  ['0', 'O'],
  ['1', 'I'],
  ['8', 'B'],
  ['B', '8'],
])

/**
 * Where to look twice: O and 0, I and 1, B and 8. Only the label shows which one it is, so nothing is changed.
 *
 * @param strange the characters that the field cannot have; none of them is proposed
 */
export function lookAlikesIn(text: string, strange: RegExp): readonly LookAlike[] {
  const found: LookAlike[] = []
  for (let position = 0; position < text.length; position += 1) {
    const like = PAIRS.get(text[position]!)
    if (like !== undefined && !strange.test(like)) found.push({ position, like })
  }
  return found
}
