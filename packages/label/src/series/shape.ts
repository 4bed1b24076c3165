import { isOneAlphanumericSegment } from '@claimtag/qr'
import { fieldsOf } from '../layout/content.ts'
import type { Layout } from '../layout/layout.ts'
import { fieldValue } from '../template/pattern.ts'
import { LAST_SHORT_VERSION, planAt } from '../layout/symbol-fit.ts'
import type { LabelFields } from '../template/template.ts'

/** What every face has, and the mono face with one advance. */
const PRINTABLE = /^[ -~]*$/

/**
 * Names the shape of a label in a few characters that hold nothing of the code: how many bits the code takes and how
 * long each field is. Labels of one shape are placed alike, so what is allowed for one is allowed for all.
 * `undefined` when only placing the label shows where things go: for texts beyond ASCII or in a face whose letters
 * differ in width, and for a code of a large version.
 */
export type Shaper = (text: string, fields: LabelFields) => string | undefined

export function createShaper({ elements }: Layout): Shaper {
  const names = [...new Set(elements.flatMap(fieldsOf))]
  const isEven = elements.every(
    (element) =>
      (element.type !== 'qr' || element.pattern === undefined) &&
      (element.type !== 'text' || element.face === 'mono' || element.pattern.fields.length === 0),
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
      // A field without a column is refused, one whose cell is empty is not: they are different shapes.
      shape += Object.hasOwn(fields, name) ? ` ${value.length}` : ` (${value.length})`
    }
    return shape
  }
}

function shapeOfPlan(text: string): string | undefined {
  // At the strongest level: of a version whose length fields are the shortest, so are all that are weaker.
  const plan = planAt(text, 'H')
  if (plan === undefined || plan.version > LAST_SHORT_VERSION) return undefined
  return `${plan.bits}${plan.segments.map(({ mode }) => mode[0]).join('')}${text.length}`
}
