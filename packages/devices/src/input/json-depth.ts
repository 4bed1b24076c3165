/** A device of The Things Stack is 5 deep. */
const DEEPEST = 32

/**
 * Whether values are nested deeper than a device ever is: what follows each of them by calling itself would run out of
 * stack. Most rows are flat, which is seen at native speed.
 */
export function isTooDeep(json: string): boolean {
  if (json.indexOf('{', 1) === -1 && json.indexOf('[', 1) === -1) return false
  let depth = 0
  let inText = false
  for (let at = 0; at < json.length; at++) {
    const character = json[at]
    if (inText) {
      if (character === '\\') at++
      else if (character === '"') inText = false
    } else if (character === '"') inText = true
    else if (character === '{' || character === '[') {
      // A numbered row is one list deeper.
      if (++depth > DEEPEST + 1) return true
    } else if (character === '}' || character === ']') depth--
  }
  return false
}
