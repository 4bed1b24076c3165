import * as z from 'zod'

const text = z.string().max(200)

/** What the page posts: the text of a scan. */
export const arrivalSchema = z.strictObject({ text: z.string().max(4096) })

/** What the page posts: an action of the operator. */
export const actionSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('reprint'), reason: text, label: text.exactOptional() }),
  z.strictObject({ type: z.literal('void'), reason: text, devEui: text.exactOptional() }),
  z.strictObject({ type: z.literal('answer'), answer: z.enum(['printed', 'not-printed', 'again']) }),
  z.strictObject({ type: z.literal('operator'), name: text }),
  z.strictObject({ type: z.enum(['carton', 'pallet', 'shift']) }),
])
