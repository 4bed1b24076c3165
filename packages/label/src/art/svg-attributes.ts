import type { Refuse } from './art-limits.ts'

export interface SvgAttributes {
  readonly attributes: readonly (readonly [name: string, value: string])[]
  /** Whether the tag ends with `/>`. */
  readonly closed: boolean
  /** The position after the tag. */
  readonly end: number
}

const ATTRIBUTE = /\s+([^\s=<>/"']+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y
const END = /\s*(\/?)>/y
const NAMED = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

/** Reads the attributes of a tag, from the end of its name. */
export function parseAttributes(text: string, from: number, refuse: Refuse): SvgAttributes {
  const attributes: [string, string][] = []
  let at = from
  for (;;) {
    ATTRIBUTE.lastIndex = at
    const match = ATTRIBUTE.exec(text)
    if (match === null) break
    const prefixed = match[1]!
    const name = prefixed.slice(prefixed.indexOf(':') + 1)
    // Attributes that editors add for themselves, such as the folder of the file, are not drawn.
    if (name === prefixed || name === 'href' || name === 'id') {
      attributes.push([name, unescapeXml(match[2] ?? match[3]!)])
    }
    at = ATTRIBUTE.lastIndex
  }
  END.lastIndex = at
  const end = END.exec(text) ?? refuse({ code: 'unreadable-art' })
  return { attributes, closed: end[1] === '/', end: END.lastIndex }
}

/** Resolves character references, which could hide a reference to another element. */
export function unescapeXml(value: string): string {
  if (!value.includes('&')) return value
  return value.replace(/&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z]+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return NAMED.get(name) ?? whole
    const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return point > 0x10ffff ? '' : String.fromCodePoint(point)
  })
}
