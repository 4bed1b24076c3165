import * as z from 'zod'
import type { Page } from '../http/pages.ts'
import type { ListedItem } from '../ports.ts'
import { foundDevice, freeSlots } from '../thingpark-wireless/schema.ts'
import type { ListedDevice } from '../thingpark-wireless/schema.ts'
import type { DxCoreDialect } from './dialect.ts'

const Id = z.union([z.string().min(1).max(256), z.int().transform(String)])
const Count = z.coerce.number().int().min(0)

/** A whole list: a plain array. */
export function dxList(body: unknown, names: DxCoreDialect['listed']): readonly ListedItem[] | undefined {
  const read = z.array(z.record(z.string(), z.unknown())).safeParse(body)
  if (!read.success) return undefined
  const defaults = [names.isDefault].flat()
  const items = read.data.map((entry) => {
    const id = Id.safeParse(entry[names.id])
    const name = z.string().nullish().safeParse(entry[names.name])
    if (!id.success || !name.success) return undefined
    const isDefault = defaults.some((member) => entry[member] === true)
    const granted = countIn(entry, 'grantedConnections')
    return {
      id: id.data,
      name: name.data ?? '',
      isDefault,
      ...freeSlots(granted, countIn(entry, 'usedConnections')),
    }
  })
  const sound = items.filter((item) => item !== undefined)
  return sound.length === items.length ? sound : undefined
}

function countIn(entry: Readonly<Record<string, unknown>>, name: string): number | undefined {
  const value = entry[name]
  return value === null || value === undefined ? undefined : Count.safeParse(value).data
}

/** Number of devices in a page that has a successor. */
const DX_PAGE = 100

/** A page of `GET /devices`. */
export function dxDevices(body: unknown): Page<ListedDevice> | undefined {
  const read = z.array(z.looseObject({ EUI: z.string().nullish(), ref: Id.nullish() })).safeParse(body)
  const items = read.data?.map(({ EUI, ref, ...rest }) => ({
    devEui: (EUI ?? '').toUpperCase(),
    found: foundDevice({
      device: ref,
      name: rest.name,
      joinEui: rest.applicationEUI,
      deviceProfileId: rest.deviceProfileId,
      connectivityPlanId: rest.connectivityPlanId,
      routingProfileId: rest.routingProfileId,
    }),
  }))
  return items === undefined ? undefined : { items, more: items.length >= DX_PAGE }
}

/** Reads the answer to `POST /devices`, which names the device by `ref`. */
export function dxDevice(body: unknown): { readonly device?: string } | undefined {
  const read = z.object({ ref: Id.nullish() }).optional().safeParse(body)
  if (!read.success) return undefined
  const ref = read.data?.ref
  return ref === undefined || ref === null ? {} : { device: ref }
}
