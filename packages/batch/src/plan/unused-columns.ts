import type { FormatField } from '@claimtag/core'
import type { Template } from '@claimtag/label'
import type { InputColumn } from '@claimtag/devices/parts'
import { fieldsOfTemplate } from './template-fields.ts'

/**
 * The columns of an input that nothing is taken from: neither the code nor a text of the label. A serial number that
 * was meant to be printed, under a heading that is not known, is found here.
 */
export function unusedColumns(
  columns: readonly InputColumn[],
  { fields, template }: { readonly fields: readonly FormatField[]; readonly template: Template },
): readonly string[] {
  const used = new Set<string>([...fields.map(({ name }) => name), ...fieldsOfTemplate(template)])
  // They are one identity with two names.
  if (used.has('appEui')) used.add('joinEui')
  used.add('devEui')
  // A token that the format does not carry is refused.
  used.add('ownerToken')
  return columns.flatMap(({ name, field = name }) => (used.has(field) ? [] : [name]))
}
