import type { ErrorCorrection } from '@claimtag/qr'
import type { FaceName, Turn } from './font/atlas.ts'
import { labelError } from './issue.ts'
import { parsePattern, type Pattern } from './pattern.ts'
import { dotsPerMm } from './resolution.ts'
import type {
  Element,
  ImageElement,
  LineElement,
  BoxElement,
  QrElement,
  Template,
  TextElement,
} from './template.ts'

/** A template at one resolution: everything in whole dots, every text taken apart, nothing drawn yet. */
export interface Layout {
  readonly template: Template
  readonly dpi: number
  readonly perMm: number
  readonly width: number
  readonly height: number
  readonly elements: readonly LaidOut[]
}

export type LaidOut = QrLayout | TextLayout | ImageLayout | InkLayout

interface LaidOutBase {
  /** What messages call it. */
  readonly name: string
  readonly x: number
  readonly y: number
  readonly when: string | undefined
}

export interface QrLayout extends LaidOutBase {
  readonly type: 'qr'
  readonly element: QrElement
  /** Side of the square for symbol and quiet zone. */
  readonly room: number
  readonly floor: ErrorCorrection
  /** Undefined: the device's code. */
  readonly pattern: Pattern | undefined
}

export interface TextLayout extends LaidOutBase {
  readonly type: 'text'
  readonly element: TextElement
  readonly pattern: Pattern
  readonly face: FaceName
  readonly capDots: number
  readonly minCapDots: number
  readonly turn: Turn
  /** Room along the line of writing. */
  readonly room: number
  /** Capital height and the room below it for g, p and y. */
  readonly lineDots: number
}

export interface ImageLayout extends LaidOutBase {
  readonly type: 'image'
  readonly element: ImageElement
  readonly width: number
  readonly height: number
}

/** A filled rectangle, or a frame when `thickness` is not 0. */
interface InkLayout extends LaidOutBase {
  readonly type: 'ink'
  readonly element: LineElement | BoxElement
  readonly width: number
  readonly height: number
  readonly thickness: number
  readonly radius: number
}

/** Room below the base line, as a part of the height of a capital. */
export const DESCENT = 0.3
/** Fewer dots than this cannot tell 8 from B. */
export const LEAST_CAP_DOTS = 6

/**
 * Turns millimetres into dots: places to the nearest dot, sizes of symbols down, so that a symbol never outgrows
 * its room.
 */
export function layOut(template: Template, dpi: number): Layout {
  const perMm = dotsPerMm(dpi)
  const names = nameElements(template.elements)
  const { width, height } = template.stock
  return {
    template,
    dpi,
    perMm,
    width: Math.round(width * perMm),
    height: Math.round(height * perMm),
    elements: template.elements.map((element, index) => layOutElement(element, names[index]!, perMm)),
  }
}

function nameElements(elements: readonly Element[]): string[] {
  const seen = new Set<string>()
  return elements.map((element, index) => {
    const { id } = element
    if (id !== undefined && seen.has(id)) {
      const nearest = { property: 'id', value: freeName(id, elements) }
      // By its place: by its id it is the other one.
      const name = elementName({ type: element.type }, index)
      throw labelError({ code: 'duplicate-id', element: name, id, nearest })
    }
    if (id !== undefined) seen.add(id)
    return elementName(element, index)
  })
}

/** What messages call an element. */
export function elementName({ id, type }: Pick<Element, 'id' | 'type'>, index: number): string {
  return `${id ?? `elements[${index}]`} (${type})`
}

function freeName(id: string, elements: readonly Element[]): string {
  const taken = new Set(elements.map((element) => element.id))
  let number = 2
  while (taken.has(`${id}-${number}`)) number++
  return `${id}-${number}`
}

function layOutElement(element: Element, name: string, perMm: number): LaidOut {
  const dots = (mm: number): number => Math.round(mm * perMm)
  const base = { name, x: dots(element.x), y: dots(element.y), when: element.when }
  switch (element.type) {
    case 'qr': {
      const { size, text, errorCorrection: floor = 'M' } = element
      const pattern = text === undefined || text === '{code}' ? undefined : parsePattern(text, name)
      return { ...base, type: 'qr', element, room: Math.floor(size * perMm + 1e-6), floor, pattern }
    }
    case 'text': {
      const { size, minSize = size, font: face = 'mono', rotate: turn = 0 } = element
      const capDots = dots(size)
      return {
        ...base,
        type: 'text',
        element,
        pattern: parsePattern(element.text, name),
        face,
        capDots,
        minCapDots: Math.min(capDots, Math.max(LEAST_CAP_DOTS, Math.ceil(minSize * perMm - 1e-6))),
        turn,
        room: dots(element.x + element.width) - base.x,
        lineDots: capDots + Math.ceil(capDots * DESCENT),
      }
    }
    case 'image': {
      return { ...base, type: 'image', element, width: dots(element.width), height: dots(element.height) }
    }
    case 'line': {
      const [length, thickness] = [dots(element.length), dots(element.thickness)]
      const [width, height] = element.direction === 'horizontal' ? [length, thickness] : [thickness, length]
      return { ...base, type: 'ink', element, width, height, thickness: 0, radius: 0 }
    }
    default: {
      return {
        ...base,
        type: 'ink',
        element,
        width: dots(element.x + element.width) - base.x,
        height: dots(element.y + element.height) - base.y,
        thickness: dots(element.thickness),
        radius: dots(element.radius ?? 0),
      }
    }
  }
}
