import * as z from 'zod'

const TokenAnswerSchema = z.object({
  access_token: z.string().min(1),
  // RFC 6749, 5.1 recommends it; without it a token is used until it is refused.
  expires_in: z.coerce.number().positive().default(3600),
})

export type TokenAnswer = z.infer<typeof TokenAnswerSchema>

/** A token endpoint's answer (RFC 6749, 5.1), or nothing when it is not one. */
export function tokenAnswer(body: unknown): TokenAnswer | undefined {
  return TokenAnswerSchema.safeParse(body).data
}
