import * as z from 'zod'

const id = z.string().min(1)

/** What the network side wants to know of devices, and no list of devices says. */
export const exportSettingsSchema = z.strictObject({
  deviceProfileId: id.exactOptional(),
  /** By JoinEUI, where devices differ. */
  deviceProfiles: z.record(z.string(), id).exactOptional(),
  connectivityPlanId: id.exactOptional(),
  routingProfileId: id.exactOptional(),
  applicationId: id.exactOptional(),
  lorawanVersion: id.exactOptional(),
  phyVersion: id.exactOptional(),
  frequencyPlanId: id.exactOptional(),
  supportsClassC: z.boolean().exactOptional(),
  /** With {devEui} and {serialNumber}. */
  name: id.exactOptional(),
})

export type ExportSettings = z.infer<typeof exportSettingsSchema>
