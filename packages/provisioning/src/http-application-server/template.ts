import { namedRecord } from '@claimtag/core'

/** What a template may name in braces. */
export interface TemplateValues {
  readonly devEui: string
  readonly joinEui: string
  readonly name: string
  readonly asTransportKey: string
}

/** A JSON value whose texts may contain `{devEui}`, `{joinEui}`, `{name}` and `{asTransportKey}`. */
export type Template =
  | string
  | number
  | boolean
  | null
  | readonly Template[]
  | { readonly [name: string]: Template }

const PLACE = /\{(devEui|joinEui|name|asTransportKey)\}/g

/** The template with its places filled, each value once: what a value contains is not looked at again. */
export function filled(template: Template, values: TemplateValues): unknown {
  if (typeof template === 'string')
    return template.replace(PLACE, (_, name: keyof TemplateValues) => values[name])
  if (typeof template !== 'object' || template === null) return template
  if (isList(template)) return template.map((item) => filled(item, values))
  const members = Object.entries(template).map(([name, item]) => [name, filled(item, values)] as const)
  return namedRecord(members)
}

/** An address with its places filled, each value as one part of a path. */
export function filledAddress(address: string, values: TemplateValues): string {
  return address.replace(PLACE, (_, name: keyof TemplateValues) => encodeURIComponent(values[name]))
}

function isList(template: Template): template is readonly Template[] {
  return Array.isArray(template)
}
