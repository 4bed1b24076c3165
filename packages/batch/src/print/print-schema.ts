import * as z from 'zod'

const ids = z.array(z.string()).readonly()

/** A line of the journal of deliveries. */
export const deliveryEntrySchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('sent'), ids, attempt: z.number() }),
  z.object({ state: z.literal('confirmed'), ids, by: z.string().optional() }),
  z.object({
    state: z.literal('uncertain'),
    ids,
    reason: z.enum(['connection-lost', 'gave-up', 'closed', 'interrupted']),
  }),
])
