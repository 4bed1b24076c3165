import { MOST, type Refuse } from './art-limits.ts'
import type { SvgElement, SvgTree } from './svg-tree.ts'

/** The ids that an element refers to: their elements are drawn with it. */
export type ReferencesOf = (element: SvgElement) => ReadonlySet<string>

/** Pictures inside the picture. An SVG among them would bypass the limits, so it is not accepted. */
export const CONTAINED = /^data:image\/(?:png|jpeg|gif|webp);base64,[^%]*$/i
/** Selectors that are matched by element names only; any other selector counts as one that matches every element. */
const PLAIN_SELECTOR = /^[\w\s.,#>+~-]*$/

/** The references of all elements, also those in style sheets. Refuses references to other files. */
export function referencesIn({ css }: SvgTree, refuse: Refuse): ReferencesOf {
  const styled = styledReferences(css, refuse)
  return ({ name: tag, attributes }) => {
    const found = new Set<string>()
    const add = (ids: Iterable<string> = []) => {
      for (const id of ids) found.add(id)
    }
    add(styled.get('*'))
    add(styled.get(tag))
    for (const [name, value] of attributes) {
      if (name === 'id') add(styled.get(`#${value}`))
      else if (name === 'class') for (const one of new Set(value.split(/\s+/))) add(styled.get(`.${one}`))
      else if (name !== 'href') {
        if (name === 'style' || value.includes('(')) add(urlsIn(value, refuse))
      } else if (tag !== 'a' && value !== '' && !CONTAINED.test(value)) found.add(idOf(value.trim(), refuse))
    }
    return found
  }
}

/** The ids that rules of style refer to, by each name in their selectors. */
function styledReferences(css: string, refuse: Refuse): ReadonlyMap<string, ReadonlySet<string>> {
  const styled = new Map<string, Set<string>>()
  const sheet = withoutComments(css)
  if (/@import/i.test(sheet)) refuse({ code: 'external-art', reference: '@import' })
  let matches = 0
  for (const rule of sheet.split('}')) {
    const brace = rule.lastIndexOf('{')
    const ids = urlsIn(rule, refuse)
    if (ids.length === 0) continue
    const selector = rule.slice(0, Math.max(brace, 0))
    const names = PLAIN_SELECTOR.test(selector) ? (selector.match(/[.#]?[\w-]+/g) ?? ['*']) : ['*']
    matches += names.length * ids.length
    if (matches > MOST.matches) {
      refuse({ code: 'art-too-large', limit: 'matches of style', most: MOST.matches })
    }
    for (const name of names) {
      const known = styled.get(name) ?? new Set()
      for (const id of ids) known.add(id)
      styled.set(name, known)
    }
  }
  return styled
}

/** Inside quotes `/*` does not begin a comment: a style sheet with quotes is left as it is. */
function withoutComments(css: string): string {
  if (/["']/.test(css)) return css
  const kept: string[] = []
  let at = 0
  while (at < css.length) {
    const start = css.indexOf('/*', at)
    kept.push(css.slice(at, start < 0 ? css.length : start))
    const end = start < 0 ? -1 : css.indexOf('*/', start + 2)
    if (end < 0) break
    at = end + 2
  }
  return kept.join('')
}

/** The ids in each `url(#id)` of a style or of an attribute. */
function urlsIn(value: string, refuse: Refuse): string[] {
  // An escape of CSS can write url( with other letters.
  if (value.includes('\\')) refuse({ code: 'external-art', reference: 'an escape of CSS' })
  const ids: string[] = []
  const lower = value.toLowerCase()
  let at = lower.indexOf('url(')
  while (at >= 0) {
    const close = value.indexOf(')', at)
    const url = value.slice(at + 4, close < 0 ? value.length : close).trim()
    const quoted = url.startsWith('"') || url.startsWith("'")
    // A quoted address that contains a bracket keeps its quote, and is then refused, as it is not an id.
    ids.push(idOf(quoted && url.endsWith(url[0]!) ? url.slice(1, -1).trim() : url, refuse))
    at = close < 0 ? -1 : lower.indexOf('url(', close)
  }
  return ids
}

function idOf(url: string, refuse: Refuse): string {
  if (url.startsWith('#')) return url.slice(1)
  return refuse({ code: 'external-art', reference: url.length > 60 ? `${url.slice(0, 60)}…` : url })
}
