import type { Template } from '@claimtag/label'
import { BatchError } from '../issue.ts'
import type { OutputKind } from '../render/kinds.ts'

/** Kinds of output that carton labels can be made in. A payload CSV has no labels; a PDF has pages of one size. */
export type CartonKind = Exclude<OutputKind, 'csv' | 'pdf'>

/**
 * Refuses a carton template with a symbol that would hold the code of a device. Fields named like a token or a key are
 * refused with any other template, in symbols too (`secret-field`).
 *
 * @throws BatchError `code-on-carton`
 *
 * @example
 * ```ts
 * import { assertNoCode } from '@claimtag/batch'
 * import { cartonPresets } from '@claimtag/label'
 *
 * assertNoCode(cartonPresets['carton-100x50']!)
 * ```
 */
export function assertNoCode({ elements }: Template): void {
  for (const [index, element] of elements.entries())
    if (element.type === 'qr' && (element.text === undefined || element.text === '{code}'))
      throw new BatchError({ code: 'code-on-carton', element: element.id ?? `elements[${index}]` })
}

/**
 * The kinds of output that show cartons.
 *
 * @throws BatchError `no-carton-output`
 */
export function cartonKinds(as: readonly OutputKind[]): readonly CartonKind[] {
  const kinds = as.filter((kind): kind is CartonKind => kind !== 'csv' && kind !== 'pdf')
  if (kinds.length === 0 || as.includes('pdf')) throw new BatchError({ code: 'no-carton-output', names: as })
  return kinds
}
