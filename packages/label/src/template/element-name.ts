import type { Element } from './template.ts'

/** The name of an element in messages. */
export function elementName({ id, type }: Pick<Element, 'id' | 'type'>, index: number): string {
  return `${id ?? `elements[${index}]`} (${type})`
}
