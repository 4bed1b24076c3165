import { MOST, type Refuse } from './art-limits.ts'
import { CONTAINED, type ReferencesOf, referencesIn } from './svg-references.ts'
import { parseSvg, type SvgElement, type SvgTree } from './svg-tree.ts'

/** A layer of the size of the whole picture: for half-transparent groups, masks, blends. */
const LAYER = 40
/** A mask is drawn as a picture of its own for each element that uses it. */
const MASK = 250
/** A gradient computes the colour of each dot. */
const GRADIENT = 400
/** A filter processes all dots of the picture, sometimes more than once. */
const FILTER = 20_000
/** These process each dot many times; a picture inside the picture is decoded at its own size. */
const HEAVY = 100_000
const HEAVY_ELEMENTS = new Set([
  'feConvolveMatrix',
  'feDiffuseLighting',
  'feImage',
  'feMorphology',
  'feSpecularLighting',
  'feTurbulence',
  'image',
])
/** Elements inside a filter that do no work themselves. */
const FILTER_PARTS = /^fe(?:MergeNode|Func[RGBA]|\w+Light)$/
/** Where the lines of a path cross each other, the work grows with the square of the path's length. */
const PATH = 1 / 425

const LAYERS = new Set(['opacity', 'mask', 'clip-path', 'mix-blend-mode', 'isolation'])
const LAYER_STYLE = /(?:^|[^-\w])(?:opacity|mask|clip-path|mix-blend-mode|isolation)\s*:/
const FILTER_FUNCTIONS =
  /\b(?:blur|brightness|contrast|drop-shadow|grayscale|hue-rotate|invert|opacity|saturate|sepia)\(/gi

/**
 * Refuses an SVG that would take the rasteriser too long or need too much memory, or that refers to other files.
 * Reads the text once and draws nothing: the time grows only with the length of the file.
 *
 * @returns the pictures inside the picture, in base64
 */
export function checkSvg(text: string, refuse: Refuse): readonly string[] {
  const tree = parseSvg(text, refuse)
  if (selectorNames(tree.css) * tree.elements.length > MOST.matches) {
    refuse({ code: 'art-too-large', limit: 'matches of style', most: MOST.matches })
  }
  if (stepsOf(tree, referencesIn(tree, refuse)) > MOST.steps) {
    refuse({ code: 'art-too-large', limit: 'drawing steps', most: MOST.steps })
  }
  const contained: string[] = []
  for (const { attributes } of tree.elements) {
    for (const [name, value] of attributes) {
      if (name === 'href' && CONTAINED.test(value)) contained.push(value.slice(value.indexOf(',') + 1))
    }
  }
  return contained
}

/** The number of elements drawn when each reference is followed; infinite if one leads back to itself. */
function stepsOf({ root, elements, css }: SvgTree, referencesOf: ReferencesOf): number {
  const byId = new Map<string, SvgElement>()
  for (const element of elements) {
    for (const [name, id] of element.attributes) if (name === 'id' && !byId.has(id)) byId.set(id, element)
  }
  const styled = weightOfStyle(css)
  /** A marker is drawn at each point of a path. */
  const markers = elements.some(({ name }) => name === 'marker')
  const known = new Map<SvgElement, number>()
  const measure = (element: SvgElement, depth: number): number => {
    const before = known.get(element)
    if (before !== undefined) return before
    if (depth > MOST.levels * 5) return Infinity
    known.set(element, Infinity)
    let steps = weightOf(element) + styled
    for (const child of element.children) steps += measure(child, depth + 1)
    const times = markers ? Math.max(1, numbersOf(element)) : 1
    for (const id of referencesOf(element)) {
      const target = byId.get(id)
      if (target !== undefined) steps += measure(target, depth + 1) * times
    }
    known.set(element, steps)
    return steps
  }
  return measure(root, 0)
}

function weightOf(element: SvgElement): number {
  const { name, attributes, letters } = element
  let weight = 1 + letters * 2
  if (name === 'mask') weight = MASK
  else if (HEAVY_ELEMENTS.has(name)) weight = HEAVY
  else if (name === 'linearGradient' || name === 'radialGradient') weight = GRADIENT
  else if (name.startsWith('fe') && !FILTER_PARTS.test(name)) weight = FILTER
  weight += Math.round(numbersOf(element) ** 2 * PATH)
  for (const [attribute, value] of attributes) {
    if (LAYERS.has(attribute) && value !== '1' && value !== 'none') weight += LAYER
    if (attribute === 'style' && LAYER_STYLE.test(value)) weight += LAYER
    if (attribute === 'style' || attribute === 'filter') {
      weight += FILTER * (value.match(FILTER_FUNCTIONS)?.length ?? 0)
    }
  }
  return weight
}

/** The names in all selectors of a style sheet: each may be compared with each element. */
function selectorNames(css: string): number {
  let names = 0
  for (const rule of css.split('}')) {
    names += rule.slice(0, rule.lastIndexOf('{') + 1).match(/[\w-]+|\*/g)?.length ?? 0
  }
  return names
}

/** A rule of style may apply to every element. */
function weightOfStyle(css: string): number {
  return (LAYER_STYLE.test(css) ? LAYER : 0) + FILTER * (css.match(FILTER_FUNCTIONS)?.length ?? 0)
}

/** The numbers in the attributes of a path or a polygon: two or more for each point. */
function numbersOf({ attributes }: SvgElement): number {
  let numbers = 0
  for (const [name, value] of attributes) if (name === 'd' || name === 'points') numbers += numbersIn(value)
  return numbers
}

function numbersIn(value: string): number {
  let count = 0
  let within = false
  let point = false
  for (let at = 0; at < value.length; at += 1) {
    const unit = value.charCodeAt(at)
    const digit = unit >= 48 && unit <= 57
    const dot = unit === 46
    // `.5.5` are two numbers.
    if ((digit && !within) || (dot && (!within || point))) count += 1
    point = dot || (digit && point)
    within = digit || dot
  }
  return count
}
