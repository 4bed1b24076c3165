import * as z from 'zod'

const TokenAnswerSchema = z.object({
  access_token: z.string().min(1),
  // Recommended by RFC 6749, 5.1; without it a token is used until it is refused.
  expires_in: z.coerce.number().positive().default(3600),
})

export type TokenAnswer = z.infer<typeof TokenAnswerSchema>

/** Reads the answer of a token endpoint (RFC 6749, 5.1); `undefined` when it is something else. */
export function tokenAnswer(body: unknown): TokenAnswer | undefined {
  return TokenAnswerSchema.safeParse(body).data
}
