import { parseEui64 } from '@claimtag/core'
import * as z from 'zod'
import type { Page } from '../http/pages.ts'
import type { FoundDevice, ListedItem } from '../ports.ts'

const Text = z.string().nullish().catch(undefined)

export function profilesPage(body: unknown, offset: number): Page<ListedItem> | undefined {
  const read = z
    .object({
      totalCount: z.int().nullish(),
      result: z
        .array(z.object({ id: z.string().min(1).max(256), name: Text }))
        .nullish()
        .transform((result) => result ?? []),
    })
    .safeParse(body)
  if (!read.success) return undefined
  const items = read.data.result.map(({ id, name }) => ({ id, name: name ?? '', isDefault: false }))
  return { items, more: items.length > 0 && offset + items.length < (read.data.totalCount ?? 0) }
}

/** A device as it stands there, with its DevEUI and application. */
export interface ChirpStackDevice extends FoundDevice {
  readonly devEui: string
  readonly applicationId: string | undefined
}

export function deviceIn(body: unknown): ChirpStackDevice | undefined {
  const read = z
    .object({
      device: z.object({
        devEui: z.string(),
        joinEui: Text,
        name: Text,
        applicationId: Text,
        deviceProfileId: Text,
      }),
    })
    .safeParse(body)
  if (!read.success) return undefined
  const { devEui, joinEui, name, applicationId, deviceProfileId } = read.data.device
  const eui = parseEui64((joinEui ?? '').toUpperCase())
  return {
    devEui: devEui.toUpperCase(),
    applicationId: applicationId ?? undefined,
    ...(name ? { name } : {}),
    ...(eui === undefined ? {} : { joinEui: eui }),
    ...(deviceProfileId ? { deviceProfileId } : {}),
  }
}
