import type { FormatField } from '@claimtag/core'
import { templateFields, type Template } from '@claimtag/label'
import type { InputColumn } from '@claimtag/devices/parts'

/**
 * The columns of an input that are used neither in the code nor in a text of the label. Finds, for example, a serial
 * number under an unknown heading that was meant to be printed.
 */
export function unusedColumns(
  columns: readonly InputColumn[],
  {
    fields,
    templates,
    copies,
  }: {
    readonly fields: readonly FormatField[]
    readonly templates: readonly Template[]
    /** The column with numbers of copies. */
    readonly copies?: string | undefined
  },
): readonly string[] {
  const used = new Set<string>([...fields.map(({ name }) => name), ...templates.flatMap(templateFields)])
  if (copies !== undefined) used.add(copies)
  // They are one identity with two names.
  if (used.has('appEui')) used.add('joinEui')
  used.add('devEui')
  // A token without a field in the format is refused, so it never counts as unused.
  used.add('ownerToken')
  return columns.flatMap(({ name, field = name }) => (used.has(field) ? [] : [name]))
}
