import type { CompiledElement, CompiledField, CompiledFormat, CompiledTags } from './compiled-format.ts'
import { type LinkedValue, linkValue } from './read-value.ts'

/** A format that is ready to read: all that depends on it alone is done. */
export interface LinkedFormat extends Omit<CompiledFormat, 'positional' | 'tags'> {
  readonly positional: readonly LinkedElement[]
  readonly tags:
    | (Omit<CompiledTags, 'elements'> & { readonly elements: readonly LinkedElement[] })
    | undefined
}

export interface LinkedElement extends Omit<CompiledElement, 'fields'> {
  readonly fields: readonly (Omit<CompiledField, 'token'> & LinkedValue)[]
}

export function linkFormat(format: CompiledFormat): LinkedFormat {
  const { positional, tags } = format
  return {
    ...format,
    positional: positional.map(linkElement),
    tags: tags && { ...tags, elements: tags.elements.map(linkElement) },
  }
}

function linkElement(element: CompiledElement): LinkedElement {
  return { ...element, fields: element.fields.map(linkValue) }
}
