import { LABEL_FIELDS, nearestName } from '@claimtag/core'
import { labelError } from '../issue/label-error.ts'
import type { LabelFields } from '../template/template.ts'
import { fieldsOf } from './content.ts'
import type { Layout } from './layout.ts'

/** Fields that a template may use although a device lacks them. */
const USUAL_FIELDS = new Set(LABEL_FIELDS)

/** Refuses a field that no device has: a mistyped one would leave its place empty on every label. */
export function checkKnown(layout: Layout, fields: LabelFields): void {
  for (const laidOut of layout.elements) {
    for (const field of fieldsOf(laidOut)) {
      if (USUAL_FIELDS.has(field) || Object.hasOwn(fields, field)) continue
      const known = [...new Set([...USUAL_FIELDS, ...Object.keys(fields)])]
      const value = nearestName(field, known)
      const property = laidOut.when === field ? 'when' : 'text'
      const nearest =
        value === undefined
          ? {}
          : { nearest: { property, value: property === 'text' ? `{${value}}` : value } }
      throw labelError({ code: 'unknown-field', element: laidOut.name, field, known, ...nearest })
    }
  }
}
