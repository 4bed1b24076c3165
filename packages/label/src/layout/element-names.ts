import { labelError } from '../issue/label-issue.ts'
import type { Element } from '../template/template.ts'

/** What messages call the elements of a template. Throws `duplicate-id`. */
export function nameElements(elements: readonly Element[]): string[] {
  const seen = new Set<string>()
  return elements.map((element, index) => {
    const { id } = element
    if (id !== undefined && seen.has(id)) {
      const nearest = { property: 'id', value: freeName(id, elements) }
      // By its place: by its id it is the other one.
      const name = elementName({ type: element.type }, index)
      throw labelError({ code: 'duplicate-id', element: name, id, nearest })
    }
    if (id !== undefined) seen.add(id)
    return elementName(element, index)
  })
}

/** What messages call an element. */
export function elementName({ id, type }: Pick<Element, 'id' | 'type'>, index: number): string {
  return `${id ?? `elements[${index}]`} (${type})`
}

function freeName(id: string, elements: readonly Element[]): string {
  const taken = new Set(elements.map((element) => element.id))
  let number = 2
  while (taken.has(`${id}-${number}`)) number++
  return `${id}-${number}`
}
