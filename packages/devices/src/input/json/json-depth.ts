/** A device of The Things Stack has a depth of 5. */
const DEEPEST = 32

/** Whether an object contains neither objects nor lists: a fast test, since nearly every row is flat. */
export function isFlat(json: string): boolean {
  const first = json.indexOf('{')
  return json.indexOf('{', first + 1) === -1 && json.indexOf('[', first + 1) === -1
}

/**
 * Whether values are nested deeper than in any device: the recursive functions that read them would overflow the
 * stack.
 */
export function isTooDeep(json: string): boolean {
  if (isFlat(json)) return false
  let depth = 0
  let inText = false
  for (let at = 0; at < json.length; at++) {
    const character = json[at]
    if (inText) {
      if (character === '\\') at++
      else if (character === '"') inText = false
    } else if (character === '"') inText = true
    else if (character === '{' || character === '[') {
      // A numbered row is inside a list.
      if (++depth > DEEPEST + 1) return true
    } else if (character === '}' || character === ']') depth--
  }
  return false
}
