import * as z from 'zod'

const ids = z.array(z.string()).readonly()

/** A line of the journal of deliveries. */
export const deliveryEntrySchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('sent'),
    ids,
    attempt: z.number(),
    at: z.string().exactOptional(),
    by: z.string().exactOptional(),
    printer: z.string().exactOptional(),
  }),
  z.object({
    state: z.literal('confirmed'),
    ids,
    by: z.string().exactOptional(),
    confirms: z.enum(['printed', 'delivered']).exactOptional(),
  }),
  z.object({
    state: z.literal('uncertain'),
    ids,
    reason: z.enum(['connection-lost', 'gave-up', 'closed', 'interrupted']),
  }),
])

/** When, by whom and where to labels were sent: in the first entry of each run. */
export interface SentStamp {
  readonly at: string
  readonly by: string
  readonly printer: string
}

/** A line of `audit.ndjson`: who printed or took a label again, when, why and where to. */
export const reprintSchema = z.object({
  at: z.string(),
  devEui: z.string(),
  reason: z.string(),
  by: z.string(),
  printer: z.string(),
})

export type Reprint = Readonly<z.infer<typeof reprintSchema>>
