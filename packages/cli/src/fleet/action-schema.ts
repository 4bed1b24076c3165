import * as z from 'zod'

/** What the page of a fleet posts. */
export const actionSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('mode'), mode: z.enum(['running', 'paused', 'draining']) }),
  z.strictObject({
    type: z.literal('retry'),
    devEuis: z
      .array(z.string().regex(/^[0-9A-F]{16}$/))
      .min(1)
      .max(500)
      .exactOptional(),
  }),
])

export type FleetAction = z.infer<typeof actionSchema>

/** Which devices the page lists. */
export const listSchema = z.strictObject({
  state: z.enum(['waiting', 'delayed', 'active', 'done', 'dead']),
  from: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
})
