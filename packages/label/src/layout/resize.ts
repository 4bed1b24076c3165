import type { Nearest } from '../issue/label-issue.ts'
import { floorMm } from '../raster/resolution.ts'
import type { Element } from '../template/template.ts'
import { isUpright, linesHigh } from './area.ts'

/** The property that makes an element no wider (or higher) than `room`. */
export function resized(element: Element, across: boolean, room: number): Nearest | undefined {
  if (room <= 0) return undefined
  switch (element.type) {
    case 'qr':
    case 'datamatrix':
      return { property: 'size', value: floorMm(room) }
    case 'text':
      return across === isUpright(element.rotate)
        ? { property: 'width', value: floorMm(room) }
        : { property: 'size', value: floorMm(room / linesHigh(element)) }
    case 'code128': {
      const property = across === isUpright(element.rotate) ? 'width' : 'height'
      return { property, value: floorMm(room) }
    }
    case 'line':
      return across === (element.direction === 'horizontal')
        ? { property: 'length', value: floorMm(room) }
        : { property: 'thickness', value: floorMm(room) }
    default:
      return { property: across ? 'width' : 'height', value: floorMm(room) }
  }
}
