/**
 * The path of a member that an object contains twice, which `JSON.parse` does not tell: it keeps the last one.
 *
 * @param json a text that is JSON
 * @param value what `JSON.parse` makes of it
 */
export function repeatedName(json: string, value: unknown): string | undefined {
  return namesIn(json) === membersOf(value) ? undefined : firstRepeated(json)
}

const BACKSLASH = 0x5c
const COLON = 0x3a
const SPACE = 0x20

/** How many names the text has: strings that a colon follows. */
function namesIn(json: string): number {
  let names = 0
  for (let from = json.indexOf('"'); from !== -1;) {
    const end = endOfText(json, from)
    if (isName(json, end)) names++
    from = json.indexOf('"', end + 1)
  }
  return names
}

/** How many members are left of them. */
function membersOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const isList = Array.isArray(value)
  let members = 0
  for (const inner of isList ? (value as readonly unknown[]) : Object.values(value)) {
    if (!isList) members++
    if (typeof inner === 'object') members += membersOf(inner)
  }
  return members
}

/** Its closing quote. */
function endOfText(json: string, from: number): number {
  let end = json.indexOf('"', from + 1)
  while (isEscaped(json, end)) end = json.indexOf('"', end + 1)
  return end
}

function isEscaped(json: string, at: number): boolean {
  let before = at
  while (json.charCodeAt(before - 1) === BACKSLASH) before--
  return (at - before) % 2 === 1
}

function isName(json: string, end: number): boolean {
  let at = end + 1
  while (json.charCodeAt(at) <= SPACE) at++
  return json.charCodeAt(at) === COLON
}

/** An open object, or a list, which has no names. */
interface Open {
  /** What comes before the names in it. */
  readonly prefix: string
  readonly names: Set<string>
  /** The path of the value that is being read. */
  path: string | undefined
}

function firstRepeated(json: string): string | undefined {
  const open: Open[] = []
  for (let at = 0; at < json.length; at++) {
    const character = json[at]
    const inner = open.at(-1)
    if (character === '{' || character === '[') {
      const prefix = inner?.path === undefined ? (inner?.prefix ?? '') : `${inner.path}.`
      open.push({ prefix, names: new Set(), path: undefined })
    } else if (character === '}' || character === ']') open.pop()
    else if (character === '"') {
      const end = endOfText(json, at)
      if (inner !== undefined && isName(json, end)) {
        // Two spellings of a name, as with \u0064 for d, are one name.
        const name = JSON.parse(json.slice(at, end + 1)) as string
        inner.path = inner.prefix + name
        if (inner.names.has(name)) return inner.path
        inner.names.add(name)
      }
      at = end
    }
  }
  return undefined
}
