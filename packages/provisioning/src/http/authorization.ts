import { answered } from '../answer.ts'
import type { Answer } from '../answer.ts'

/** Where a connector gets its Bearer token from. */
export interface Authorization {
  token(): Promise<Answer<string>>
  /** The server did not accept this token (401): the next one asked for must be another. */
  refused(token: string): void
}

/** A Bearer token that was agreed on by hand and does not expire. */
export function fixedToken(token: string): Authorization {
  return { token: async () => answered(token), refused: () => undefined }
}
