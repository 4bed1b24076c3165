import { isOneAlphanumericSegment } from '@claimtag/qr'
import { fieldsOf } from '../layout/content.ts'
import type { Layout, TextLayout } from '../layout/layout.ts'
import { fieldValue } from '../template/pattern.ts'
import { LAST_SHORT_VERSION, planAt } from '../layout/symbol-fit.ts'
import type { LabelFields } from '../template/template.ts'

/** Characters that every face has, in the mono face all with one advance. */
const PRINTABLE = /^[ -~]*$/

/**
 * Names the shape of a label in a few characters that hold nothing of the code: the number of bits of the code and
 * the length of each field. Labels of one shape are placed alike, so one check is enough for all. `undefined` when a
 * label has to be placed to know where things go: for texts beyond ASCII or in a face whose letters differ in width,
 * and for a code of a large version.
 */
export type Shaper = (text: string, fields: LabelFields) => string | undefined

export function createShaper({ elements }: Layout): Shaper {
  const names = [...new Set(elements.flatMap(fieldsOf))]
  const isEven = elements.every(
    (element) =>
      element.type !== 'barcode' &&
      (element.type !== 'qr' || element.pattern === undefined) &&
      (element.type !== 'text' || element.pattern.fields.length === 0 || isSpacedByLength(element)),
  )
  if (!isEven) return () => undefined
  const byLength = new Map<number, string | undefined>()

  function shapeOf(text: string): string | undefined {
    if (!isOneAlphanumericSegment(text)) return PRINTABLE.test(text) ? shapeOfPlan(text) : undefined
    const known = byLength.get(text.length)
    if (known !== undefined) return known
    const shape = shapeOfPlan(text)
    byLength.set(text.length, shape)
    return shape
  }

  return (text, fields) => {
    let shape = shapeOf(text)
    if (shape === undefined) return undefined
    for (const name of names) {
      const value = fieldValue(fields, name)
      if (!PRINTABLE.test(value)) return undefined
      // A field without a column is refused, one whose cell is empty is not: these are different shapes.
      shape += Object.hasOwn(fields, name) ? ` ${value.length}` : ` (${value.length})`
    }
    return shape
  }
}

/** Whether texts of one length take the same space: not when letters differ in width, or decide where lines end. */
function isSpacedByLength({ face, lines }: TextLayout): boolean {
  return face === 'mono' && lines === 1
}

function shapeOfPlan(text: string): string | undefined {
  // Planned at the strongest level: if its version has the shortest length fields, so have those of all weaker
  // levels.
  const plan = planAt(text, 'H')
  if (plan === undefined || plan.version > LAST_SHORT_VERSION) return undefined
  return `${plan.bits}${plan.segments.map(({ mode }) => mode[0]).join('')}${text.length}`
}
