import { parseEui64 } from '@claimtag/core'
import * as z from 'zod'
import type { Page } from '../http/pages.ts'
import type { FoundDevice, ListedItem } from '../ports.ts'

const Id = z.union([z.string().min(1).max(256), z.int().transform(String)])
const Count = z.coerce.number().int().min(0).nullish().catch(undefined)

// Members without a value are sent as null.
const BriefsSchema = z.object({
  briefs: z.array(
    z.object({
      ID: Id,
      name: z.string().nullish(),
      // The name of a Connectivity Plan.
      commercialName: z.string().nullish(),
      isDefault: z.boolean().nullish(),
      used: Count,
      granted: Count,
    }),
  ),
  more: z.boolean().nullish(),
})

/** OSS: `{"briefs":[{"ID","name","isDefault","href"}],"more","now"}`. */
export function briefsPage(body: unknown): Page<ListedItem> | undefined {
  const read = BriefsSchema.safeParse(body)
  if (!read.success) return undefined
  const items = read.data.briefs.map(({ ID, name, commercialName, isDefault, used, granted }) => ({
    id: ID,
    name: name ?? commercialName ?? '',
    isDefault: isDefault ?? false,
    ...freeSlots(granted, used),
  }))
  return { items, more: read.data.more ?? false }
}

/** What is left of the places granted; nothing when the server does not count. */
export function freeSlots(
  granted: number | null | undefined,
  used: number | null | undefined,
): { readonly freeSlots?: number } {
  return typeof granted === 'number' ? { freeSlots: Math.max(0, granted - (used ?? 0)) } : {}
}

/** A device with its DevEUI, as a list has it. */
export interface ListedDevice {
  readonly devEui: string
  readonly found: FoundDevice
}

const Reference = z.object({ ID: Id }).nullish().catch(undefined)

/** A page of `GET /devices`. `joinEuiName` is the member for the AppEUI. */
export function devicesPage(body: unknown, joinEuiName: string): Page<ListedDevice> | undefined {
  const read = z
    .object({
      briefs: z.array(
        z.looseObject({
          EUI: z.string().nullish(),
          ID: Id.nullish(),
          name: z.string().nullish(),
          href: z.string().nullish(),
          model: Reference,
          networkSubscription: Reference,
          appServersRoutingProfile: Reference,
        }),
      ),
      more: z.boolean().nullish(),
    })
    .safeParse(body)
  if (!read.success) return undefined
  const items = read.data.briefs.map((brief) => ({
    devEui: (brief.EUI ?? '').toUpperCase(),
    found: foundDevice({
      device: brief.href ?? brief.ID,
      name: brief.name,
      joinEui: brief[joinEuiName],
      deviceProfileId: brief.model?.ID,
      connectivityPlanId: brief.networkSubscription?.ID,
      routingProfileId: brief.appServersRoutingProfile?.ID,
    }),
  }))
  return { items, more: read.data.more ?? false }
}

const TOLD = ['device', 'name', 'deviceProfileId', 'connectivityPlanId', 'routingProfileId'] as const

/** A device of the members that are there and are what they should be. */
export function foundDevice(told: Readonly<Partial<Record<keyof FoundDevice, unknown>>>): FoundDevice {
  const found: { -readonly [name in keyof FoundDevice]: FoundDevice[name] } = {}
  for (const name of TOLD) {
    const value = told[name]
    if (typeof value === 'string' && value !== '') found[name] = value
  }
  const joinEui = typeof told.joinEui === 'string' ? parseEui64(told.joinEui.toUpperCase()) : undefined
  return joinEui === undefined ? found : { ...found, joinEui }
}
