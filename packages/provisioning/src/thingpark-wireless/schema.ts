import * as z from 'zod'
import type { ListedItem } from '../ports.ts'
import type { DxCoreDialect } from './dialect.ts'

/** One page of a list. */
export interface Page {
  readonly items: readonly ListedItem[]
  readonly more: boolean
}

const Id = z.union([z.string().min(1).max(256), z.int().transform(String)])

// Members without a value are sent as null.
const BriefsSchema = z.object({
  briefs: z.array(
    z.object({
      ID: Id,
      name: z.string().nullish(),
      // The name of a Connectivity Plan.
      commercialName: z.string().nullish(),
      isDefault: z.boolean().nullish(),
    }),
  ),
  more: z.boolean().nullish(),
})

/** OSS: `{"briefs":[{"ID","name","isDefault","href"}],"more","now"}`. */
export function briefsPage(body: unknown): Page | undefined {
  const read = BriefsSchema.safeParse(body)
  if (!read.success) return undefined
  const items = read.data.briefs.map(({ ID, name, commercialName, isDefault }) => ({
    id: ID,
    name: name ?? commercialName ?? '',
    isDefault: isDefault ?? false,
  }))
  return { items, more: read.data.more ?? false }
}

/** Number of entries in a page of DX Core that has a successor. */
const DX_PAGE = 100

/** DX Core: a plain array, 100 entries a page. */
export function dxPage(body: unknown, names: DxCoreDialect['listed']): Page | undefined {
  const read = z.array(z.record(z.string(), z.unknown())).safeParse(body)
  if (!read.success) return undefined
  const defaults = [names.isDefault].flat()
  const items = read.data.map((entry) => {
    const id = Id.safeParse(entry[names.id])
    const name = z.string().nullish().safeParse(entry[names.name])
    return id.success && name.success
      ? { id: id.data, name: name.data ?? '', isDefault: defaults.some((member) => entry[member] === true) }
      : undefined
  })
  const sound = items.filter((item) => item !== undefined)
  return sound.length === items.length ? { items: sound, more: items.length >= DX_PAGE } : undefined
}

/** Reads DX Core's answer to `POST /devices`, which names the device by `ref`. */
export function dxDevice(body: unknown): { readonly device?: string } | undefined {
  const read = z.object({ ref: Id.optional() }).optional().safeParse(body)
  if (!read.success) return undefined
  return read.data?.ref === undefined ? {} : { device: read.data.ref }
}
