import { STYLE } from './style.ts'
import type { ScannerWords } from './words.ts'

/** The parts of a scanner's shadow tree. */
export interface View {
  readonly video: HTMLVideoElement
  readonly aim: HTMLElement
  readonly outline: SVGPolygonElement
  /** The one sentence that is said at a time, also to screen readers. */
  readonly says: HTMLElement
  readonly start: HTMLButtonElement
  readonly light: HTMLButtonElement
  readonly closer: HTMLButtonElement
  readonly otherLens: HTMLButtonElement
  readonly photo: HTMLButtonElement
  readonly file: HTMLInputElement
}

/** Builds the tree node by node: under Trusted Types, nothing may be made of text. */
export function buildView(root: ShadowRoot, words: ScannerWords): View {
  const { ownerDocument: document } = root
  const make = <Name extends keyof HTMLElementTagNameMap>(
    name: Name,
    className = '',
  ): HTMLElementTagNameMap[Name] => Object.assign(document.createElement(name), { className })
  const key = (name: keyof ScannerWords['keys']): HTMLButtonElement =>
    Object.assign(make('button', name), { type: 'button', textContent: words.keys[name] })

  const video = Object.assign(make('video'), { muted: true, playsInline: true })
  // The sentence beside it says what there is to know.
  video.setAttribute('aria-hidden', 'true')
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  const outline = document.createElementNS('http://www.w3.org/2000/svg', 'polygon')
  svg.setAttribute('aria-hidden', 'true')
  svg.append(outline)
  const aim = make('div', 'aim')
  const says = make('p', 'says')
  says.setAttribute('role', 'status')
  const stage = make('div', 'stage')
  stage.append(video, svg, aim, says)

  const [start, light, closer, otherLens, photo] = [
    key('start'),
    key('light'),
    key('closer'),
    key('otherLens'),
    key('photo'),
  ]
  for (const pressable of [light, closer]) pressable.setAttribute('aria-pressed', 'false')
  const file = Object.assign(make('input'), { type: 'file', accept: 'image/*', hidden: true })
  const keys = make('div', 'keys')
  keys.append(start, light, closer, otherLens, photo, file)

  root.append(stage, keys, make('slot'))
  dress(root)
  return { video, aim, outline, says, start, light, closer, otherLens, photo, file }
}

/** A sheet of its own passes `style-src 'self'`; a style element is for Safari before version 16.4. */
function dress(root: ShadowRoot): void {
  try {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(STYLE)
    root.adoptedStyleSheets = [sheet]
  } catch {
    root.append(Object.assign(root.ownerDocument.createElement('style'), { textContent: STYLE }))
  }
}
