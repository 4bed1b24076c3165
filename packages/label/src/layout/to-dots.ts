import type { Fonts } from '../font/own-face.ts'
import { dotsPerMm } from '../raster/resolution.ts'
import { parsePattern } from '../template/pattern.ts'
import type { Element, Template } from '../template/template.ts'
import { nameElements } from './element-names.ts'
import { DESCENT, type LaidOut, type Layout, LEAST_CAP_DOTS, PITCH } from './layout.ts'

/**
 * Turns millimetres into dots: positions to the nearest dot, sizes of symbols down, so that a symbol never exceeds
 * its square.
 */
export function layOut(template: Template, dpi: number, fonts?: Fonts): Layout {
  const perMm = dotsPerMm(dpi)
  const names = nameElements(template.elements)
  const { width, height } = template.stock
  return {
    template,
    dpi,
    perMm,
    width: Math.round(width * perMm),
    height: Math.round(height * perMm),
    elements: template.elements.map((element, index) =>
      layOutElement(element, names[index]!, perMm, { template, fonts }),
    ),
  }
}

function layOutElement(
  element: Element,
  name: string,
  perMm: number,
  { template, fonts }: { readonly template: Template; readonly fonts: Fonts | undefined },
): LaidOut {
  const dots = (mm: number): number => Math.round(mm * perMm)
  const base = { name, x: dots(element.x), y: dots(element.y), when: element.when, template }
  switch (element.type) {
    case 'qr': {
      const { size, text, errorCorrection: floor = 'M', version } = element
      const pattern = text === undefined || text === '{code}' ? undefined : parsePattern(text, name)
      return { ...base, type: 'qr', element, room: Math.floor(size * perMm + 1e-6), floor, version, pattern }
    }
    case 'text': {
      const { size, minSize = size, font = 'mono', rotate: turn = 0 } = element
      const capDots = dots(size)
      const { lines = 1 } = element
      const pitchDots = Math.floor(size * PITCH * perMm)
      return {
        ...base,
        type: 'text',
        element,
        pattern: parsePattern(element.text, name),
        face: font === 'mono' || font === 'sans' ? font : fonts?.get(font),
        capDots,
        minCapDots: Math.min(capDots, Math.max(LEAST_CAP_DOTS, Math.ceil(minSize * perMm - 1e-6))),
        turn,
        room: dots(element.x + element.width) - base.x,
        lineDots: (lines - 1) * pitchDots + capDots + Math.ceil(capDots * DESCENT),
        lines,
        pitchDots,
      }
    }
    case 'code128': {
      const { width, height, rotate: turn = 0 } = element
      const pattern = parsePattern(element.text, name)
      const room = Math.floor(width * perMm + 1e-6)
      return { ...base, type: 'barcode', element, pattern, room, height: dots(height), turn }
    }
    case 'datamatrix': {
      const room = Math.floor(element.size * perMm + 1e-6)
      const pattern = parsePattern(element.text, name)
      return { ...base, type: 'barcode', element, pattern, room, height: room, turn: 0 }
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
