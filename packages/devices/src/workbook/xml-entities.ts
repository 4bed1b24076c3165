/** XML 1.0, 4.6: the entities that need no declaration. */
const PREDEFINED = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

const HIGHEST = 0x10ffff

/** The text with its entities replaced, or `undefined` when one of them is unknown: `&e;` must not be printed. */
export function decodeEntities(text: string): string | undefined {
  let out = ''
  let from = 0
  for (let at = text.indexOf('&'); at !== -1; at = text.indexOf('&', from)) {
    const end = text.indexOf(';', at)
    const character = end === -1 ? undefined : characterOf(text.slice(at + 1, end))
    if (character === undefined) return undefined
    out += text.slice(from, at) + character
    from = end + 1
  }
  return out + text.slice(from)
}

function characterOf(entity: string): string | undefined {
  const [, hex, decimal] = /^#(?:x([0-9A-Fa-f]{1,6})|(\d{1,7}))$/.exec(entity) ?? []
  if (hex === undefined && decimal === undefined) return PREDEFINED.get(entity)
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
  const isSurrogate = code >= 0xd800 && code <= 0xdfff
  return code === 0 || code > HIGHEST || isSurrogate ? undefined : String.fromCodePoint(code)
}
