import { labelError } from '../issue/label-error.ts'
import { elementName } from '../template/element-name.ts'
import type { Element } from '../template/template.ts'

/**
 * The names of the elements of a template in messages.
 *
 * @throws LabelError `duplicate-id`
 */
export function nameElements(elements: readonly Element[]): string[] {
  const seen = new Set<string>()
  return elements.map((element, index) => {
    const { id } = element
    if (id !== undefined && seen.has(id)) {
      const nearest = { property: 'id', value: freeName(id, elements) }
      // Named by its place, since its id names the other element.
      const name = elementName({ type: element.type }, index)
      throw labelError({ code: 'duplicate-id', element: name, id, nearest })
    }
    if (id !== undefined) seen.add(id)
    return elementName(element, index)
  })
}

function freeName(id: string, elements: readonly Element[]): string {
  const taken = new Set(elements.map((element) => element.id))
  let number = 2
  while (taken.has(`${id}-${number}`)) number++
  return `${id}-${number}`
}
