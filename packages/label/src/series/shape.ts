import { isOneAlphanumericRun, isOneAlphanumericSegment } from '@claimtag/qr'
import { fieldsOf } from '../layout/content.ts'
import type { Layout, TextLayout } from '../layout/layout.ts'
import type { WriteText } from '../printers/zpl-field.ts'
import { fieldValue } from '../template/pattern.ts'
import { LAST_SHORT_VERSION, planAt } from '../layout/symbol-fit.ts'
import type { LabelFields } from '../template/template.ts'

/** Characters that every face has, in the mono face all with one advance. */
const PRINTABLE = /^[ -~]*$/

/** Codes are shorter, but for those of large versions. */
const LONGEST = 512

/**
 * Numbers the shape of a label, from 0: labels whose codes have as many bits and whose fields are as long have one
 * shape. They are placed alike, so one check is enough for all. `undefined` when a label has to be placed to know
 * where things go: for texts beyond ASCII or in a face whose letters differ in width, for a code of a large version,
 * and for a shape that is new when `most` branches are known.
 */
export type Shaper = (text: string, fields: LabelFields) => number | undefined

/** Shapes that begin alike. A tree of lengths is walked without making a text of them for each label. */
interface Branch {
  next: Map<number, Branch> | undefined
  shape: number | undefined
}

export function createShaper({ elements }: Layout, most: number, writeText?: WriteText): Shaper {
  const names = [...new Set(elements.flatMap(fieldsOf))]
  const isEven = elements.every(
    (element) =>
      element.type !== 'barcode' &&
      (element.type !== 'qr' || element.pattern === undefined) &&
      (element.type !== 'text' || element.pattern.fields.length === 0 || isSpacedByLength(element)),
  )
  if (!isEven) return () => undefined
  const byPlan = new Map<string, Branch>()
  const byLength = new Map<number, Branch | undefined>()
  const bytes = new Uint8Array(LONGEST)
  let branches = 0
  let shapes = 0

  function branchOf(text: string): Branch | undefined {
    if (!isOneSegment(text)) return PRINTABLE.test(text) ? branchOfPlan(text) : undefined
    const known = byLength.get(text.length)
    if (known !== undefined) return known
    const branch = branchOfPlan(text)
    byLength.set(text.length, branch)
    return branch
  }

  function isOneSegment(text: string): boolean {
    if (writeText === undefined || text.length > bytes.length) return isOneAlphanumericSegment(text)
    writeText(text, bytes)
    return isOneAlphanumericRun(bytes, text.length)
  }

  function branchOfPlan(text: string): Branch | undefined {
    const plan = shapeOfPlan(text)
    return plan === undefined ? undefined : (byPlan.get(plan) ?? grow(byPlan, plan))
  }

  function grow<K>(branch: Map<K, Branch>, step: K): Branch | undefined {
    if (branches === most) return undefined
    branches++
    const grown = { next: undefined, shape: undefined }
    branch.set(step, grown)
    return grown
  }

  return (text, fields) => {
    let branch = branchOf(text)
    for (const name of names) {
      if (branch === undefined) return undefined
      const value = fieldValue(fields, name)
      if (!PRINTABLE.test(value)) return undefined
      // A field without a column is refused, one whose cell is empty is not: these are different shapes.
      const step = value.length * 2 + (Object.hasOwn(fields, name) ? 1 : 0)
      branch.next ??= new Map()
      branch = branch.next.get(step) ?? grow(branch.next, step)
    }
    return branch && (branch.shape ??= shapes++)
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
