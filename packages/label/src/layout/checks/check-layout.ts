import { labelError } from '../../issue/label-error.ts'
import type { Nearest } from '../../issue/label-issue.ts'
import { ceilMm } from '../../raster/resolution.ts'
import { isDated } from '../../template/dates.ts'
import { isSecretField } from '../../template/pattern.ts'
import { checkEdges } from './check-edges.ts'
import { checkOverlaps } from './check-overlaps.ts'
import { fieldsOf } from '../content.ts'
import { firstThatWorks } from '../suggestion.ts'
import { LEAST_CAP_DOTS, type LaidOut, type Layout } from '../layout.ts'

/**
 * Refuses faults of a template that do not depend on the device: places, sizes, secrets.
 *
 * @throws LabelError
 */
export function checkLayout(layout: Layout): void {
  for (const laidOut of layout.elements) {
    checkFields(laidOut)
    checkDated(laidOut)
    checkSize(laidOut, layout.perMm)
    checkEdges(laidOut)
  }
  checkOverlaps(layout.elements)
}

function checkFields(laidOut: LaidOut): void {
  for (const field of fieldsOf(laidOut)) {
    if (isSecretField(field)) throw labelError({ code: 'secret-field', element: laidOut.name, field })
  }
}

function checkDated({ element, name }: LaidOut): void {
  if ('text' in element && element.text !== undefined && isDated(element.text))
    throw labelError({ code: 'undated', element: name })
}

function checkSize(laidOut: LaidOut, perMm: number): void {
  const { name } = laidOut
  const atLeast = (property: string, dots: number): Nearest => ({ property, value: ceilMm(dots / perMm) })
  if (laidOut.type === 'text') {
    const { font = '' } = laidOut.element
    if (laidOut.face === undefined) throw labelError({ code: 'missing-font', element: name, source: font })
    const { capDots, element } = laidOut
    if (capDots < LEAST_CAP_DOTS) {
      const nearest = firstThatWorks(laidOut, [atLeast('size', LEAST_CAP_DOTS)])
      throw labelError({ code: 'text-too-small', element: name, dots: capDots, ...(nearest && { nearest }) })
    }
    if (element.minSize !== undefined && element.minSize > element.size) {
      const nearest = { property: 'minSize', value: element.size }
      throw labelError({ code: 'min-size-above-size', element: name, nearest })
    }
  }
  if (laidOut.type === 'ink') {
    const { element, width, height, thickness } = laidOut
    const thin =
      element.thickness > 0 ? (element.type === 'box' ? thickness : Math.min(width, height)) === 0 : false
    if (thin) throw labelError({ code: 'too-thin', element: name, nearest: atLeast('thickness', 0.5) })
  }
}
