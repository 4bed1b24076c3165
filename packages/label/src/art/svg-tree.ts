import { parseAttributes, unescapeXml } from './svg-attributes.ts'
import type { ArtRefusal, Refuse } from './art-limits.ts'
import { MOST } from './art-limits.ts'

/** An element of an SVG, without the prefix of its name. */
export interface SvgElement {
  readonly name: string
  /** By their names without a prefix. */
  readonly attributes: readonly (readonly [name: string, value: string])[]
  readonly children: SvgElement[]
  /** Characters of text to be drawn. */
  letters: number
}

export interface SvgTree {
  readonly root: SvgElement
  /** Every element in the order of the file. */
  readonly elements: readonly SvgElement[]
  /** The contents of all `style` elements. */
  readonly css: string
}

const UNREADABLE = { code: 'unreadable-art' } satisfies ArtRefusal
const NAME = /[^\s/>]+/y

/**
 * Reads the elements of an SVG in one pass, only as far as its limits need them. Anything that this parser does not
 * understand is refused, so that the rasteriser never sees an element that was not counted.
 */
export function parseSvg(text: string, refuse: Refuse): SvgTree {
  const top: SvgElement = { name: '', attributes: [], children: [], letters: 0 }
  const open = [top]
  const elements: SvgElement[] = []
  const css: string[] = []
  let letters = 0

  const takeText = (from: number, to: number): void => {
    if (open.at(-1)!.name === 'style') css.push(unescapeXml(text.slice(from, to)))
    if (!open.some(({ name }) => name === 'text')) return
    letters += to - from
    open.at(-1)!.letters += to - from
    if (letters > MOST.letters) refuse({ code: 'art-too-large', limit: 'letters', most: MOST.letters })
  }
  /** The position after the next `end`. */
  const behind = (end: string, from: number): number => {
    const at = text.indexOf(end, from)
    return at < 0 ? refuse(UNREADABLE) : at + end.length
  }

  let at = 0
  while (at < text.length) {
    const next = text.indexOf('<', at)
    const stop = next < 0 ? text.length : next
    if (stop > at) takeText(at, stop)
    at = stop
    if (at === text.length) break
    if (text.startsWith('<!--', at)) at = behind('-->', at + 4)
    else if (text.startsWith('<![CDATA[', at)) {
      const end = behind(']]>', at)
      takeText(at + 9, end - 3)
      at = end
    } else if (text.startsWith('<?', at)) {
      if (/^<\?xml-stylesheet/i.test(text.slice(at, at + 16))) {
        refuse({ code: 'external-art', reference: 'xml-stylesheet' })
      }
      at = behind('?>', at)
    } else if (text.startsWith('<!', at)) {
      const end = behind('>', at)
      if (text.slice(at, end).includes('[')) refuse({ code: 'art-with-entities' })
      at = end
    } else if (text.startsWith('</', at)) {
      at = behind('>', at)
      if (open.length === 1) refuse(UNREADABLE)
      open.pop()
    } else {
      NAME.lastIndex = at + 1
      const name = NAME.exec(text)?.[0] ?? refuse(UNREADABLE)
      const { attributes, closed, end } = parseAttributes(text, at + 1 + name.length, refuse)
      const element = { name: name.slice(name.indexOf(':') + 1), attributes, children: [], letters: 0 }
      open.at(-1)!.children.push(element)
      // Separates the rules of two style sheets.
      if (element.name === 'style') css.push('}')
      if (elements.push(element) > MOST.elements) {
        refuse({ code: 'art-too-large', limit: 'elements', most: MOST.elements })
      }
      if (!closed && open.push(element) > MOST.levels) {
        refuse({ code: 'art-too-large', limit: 'levels', most: MOST.levels })
      }
      at = end
    }
  }
  const [root] = top.children
  if (open.length > 1 || root?.name !== 'svg' || top.children.length > 1) refuse(UNREADABLE)
  return { root, elements, css: css.join('') }
}
