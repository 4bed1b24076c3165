/** A device of The Things Stack is 5 deep. */
const DEEPEST = 32

/** Whether an object has neither objects nor lists inside, which is seen at native speed. Nearly every row is so. */
export function isFlat(json: string): boolean {
  const first = json.indexOf('{')
  return json.indexOf('{', first + 1) === -1 && json.indexOf('[', first + 1) === -1
}

/**
 * Whether values are nested deeper than a device ever is: what follows each of them by calling itself would run out of
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
      // A numbered row is one list deeper.
      if (++depth > DEEPEST + 1) return true
    } else if (character === '}' || character === ']') depth--
  }
  return false
}
