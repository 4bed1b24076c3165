import type { Element, Template } from '@claimtag/label'

/** The versions of a job's symbols, by the place of their element in the template; 0 where it has none. */
export type SymbolVersions = readonly number[]

/** Whether symbols of a template have one size in the whole job. */
export function isSameSize({ elements }: Template): boolean {
  return elements.some(isOneSize)
}

/** A template whose symbols of one size have the version that the job needs. */
export function sized(template: Template, versions: SymbolVersions): Template {
  const elements = template.elements.map((element, index) => {
    const version = versions[index] ?? 0
    return isOneSize(element) && version > 0 ? { ...element, version } : element
  })
  return { ...template, elements }
}

/** The larger version of each element. */
export function largerVersions(one: SymbolVersions, other: SymbolVersions): SymbolVersions {
  return Array.from({ length: Math.max(one.length, other.length) }, (_, index) =>
    Math.max(one[index] ?? 0, other[index] ?? 0),
  )
}

/** The elements of one size whose symbols would have to be larger than those that the job has, by their names. */
export function outgrown(
  template: Template,
  needed: SymbolVersions,
  given: SymbolVersions,
): readonly string[] {
  return template.elements.flatMap((element, index) =>
    isOneSize(element) && (needed[index] ?? 0) > (given[index] ?? 0)
      ? [element.id ?? `elements[${index}]`]
      : [],
  )
}

function isOneSize(element: Element): boolean {
  return element.type === 'qr' && element.sameSize === true
}
