import type { IssuedForm } from './document.ts'
import type { Pattern } from '../value/pattern.ts'
import type { Extent } from '../value/extent.ts'
import type { DeviceField } from '../record/record.ts'
import type { ValueCodec } from '../value/value.ts'

/** A format document, checked and made ready to read and write by. */
export interface Grammar {
  readonly id: string
  readonly writable: boolean
  readonly prefix: string
  readonly separator: string
  /** Elements known by their place. */
  readonly positional: readonly Element[]
  /** Elements known by their tag, in the order in which they are written. */
  readonly tagged: readonly Element[]
  readonly byTag: ReadonlyMap<string, Element>
  readonly tags: TagFrame
  readonly checksum: { readonly tag: string; readonly required: boolean } | undefined
  readonly match: readonly Constraint[]
  /** Every name that the format carries, and its slot. */
  readonly slots: ReadonlyMap<string, number>
  /** The slots of a device's own fields, for the writer. */
  readonly deviceSlots: Readonly<Record<DeviceField, number | undefined>>
}

export interface TagFrame {
  readonly open: string
  readonly separator: string
  readonly damaged: string | undefined
  readonly unknown: boolean
}

export interface Element {
  /** `''` for an element known by its place. */
  readonly tag: string
  readonly required: boolean
  readonly absent: string | undefined
  readonly parts: readonly Part[]
  /** Characters of all parts together, without the tag. */
  readonly extent: Extent
}

export type Part = Literal | Field

interface Literal {
  readonly literal: string
  readonly name?: never
}

export interface Field {
  readonly literal?: never
  readonly name: string
  /** Its number among the fields of the format. */
  readonly slot: number
  readonly codec: ValueCodec
  /** Text before the value; a field with a lead may be absent. */
  readonly lead: string
  readonly not: readonly Pattern[]
  /** Only of `ownerToken`: how it is issued. */
  readonly token: IssuedToken | undefined
}

export interface IssuedToken {
  readonly issued: IssuedForm
  /** In bytes, or in characters when issued as text. */
  readonly bytes: Extent
}

export interface Constraint {
  readonly name: string
  readonly patterns: readonly Pattern[]
}

/** Characters that a part may take up, its lead included. */
export function partExtent(part: Part): Extent {
  if (part.literal !== undefined) return { least: part.literal.length, most: part.literal.length }
  const { least, most } = part.codec.extent
  return part.lead === '' ? { least, most } : { least: 0, most: part.lead.length + most }
}

export function fieldsOf(element: Element): readonly Field[] {
  return element.parts.filter((part): part is Field => part.literal === undefined)
}

/** The fields of all elements, in their order. */
export function allFieldsOf(elements: readonly Element[]): readonly Field[] {
  return elements.reduce<readonly Field[]>((all, element) => [...all, ...fieldsOf(element)], [])
}

/** The name that stands for an element in an issue: that of its first field. */
export function nameOf(element: Element): string {
  return fieldsOf(element)[0]?.name ?? element.tag
}
