import { parseEui64 } from '@claimtag/core'
import type { Eui64 } from '@claimtag/core'
import * as z from 'zod'

const Text = z.string().nullish().catch(undefined)

/** The device's ID in the answer to a claim, if it is one and of the device that was asked for. */
export function claimedDevice(
  body: unknown,
  asked: { readonly device: string; readonly devEui: string },
): { readonly device: string } | undefined {
  const read = z.looseObject({ device_id: Text, dev_eui: Text }).safeParse(body)
  if (!read.success) return undefined
  // An object that says nothing of a device is some other server's.
  const { device_id: device, dev_eui: devEui } = read.data
  if (typeof device !== 'string' && typeof devEui !== 'string') return undefined
  const isAnother = typeof devEui === 'string' && devEui.toUpperCase() !== asked.devEui
  return isAnother ? undefined : { device: device ?? asked.device }
}

/** The JoinEUIs that can be claimed, of those in a batch. */
export function claimable(body: unknown): readonly Eui64[] | undefined {
  const Info = z.object({ join_eui: z.string(), supports_claiming: z.boolean().default(false) })
  const read = z.object({ infos: z.array(Info) }).safeParse(body)
  return read.data?.infos.flatMap(({ join_eui: text, supports_claiming: isClaimable }) => {
    const eui = isClaimable ? parseEui64(text.toUpperCase()) : undefined
    return eui === undefined ? [] : [eui]
  })
}

/** A device in one of the registries. */
export interface StackDevice {
  readonly devEui: string
  readonly joinEui: Eui64 | undefined
  readonly name: string | undefined
  readonly lorawanVersion: string | undefined
  readonly phyVersion: string | undefined
  readonly frequencyPlanId: string | undefined
}

export function stackDevice(body: unknown): StackDevice | undefined {
  const read = z
    .object({
      ids: z.object({ dev_eui: z.string(), join_eui: Text }),
      name: Text,
      lorawan_version: Text,
      lorawan_phy_version: Text,
      frequency_plan_id: Text,
    })
    .safeParse(body)
  if (!read.success) return undefined
  const { ids, name, lorawan_version: version, lorawan_phy_version: phy, frequency_plan_id: plan } = read.data
  return {
    devEui: ids.dev_eui.toUpperCase(),
    joinEui: parseEui64((ids.join_eui ?? '').toUpperCase()),
    name: name ?? undefined,
    lorawanVersion: version ?? undefined,
    phyVersion: phy ?? undefined,
    frequencyPlanId: plan ?? undefined,
  }
}

/** Whether an answer is an object, which is all that a change has to say. */
export function isObject(body: unknown): true | undefined {
  return z.looseObject({}).safeParse(body).success ? true : undefined
}
