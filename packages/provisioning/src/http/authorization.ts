import { answered } from '../answer.ts'
import type { Answer } from '../answer.ts'
import type { CallOptions } from '../ports.ts'

/** Gives a connector its Bearer tokens. */
export interface Authorization {
  token(options?: CallOptions): Promise<Answer<string>>
  /** Tells that the server refused this token (401), so that the next one is a new one. */
  refused(token: string): void
}

/**
 * A Bearer token that was agreed on by hand and does not expire.
 *
 * @example
 * ```ts
 * import { fixedToken } from '@claimtag/provisioning/http'
 *
 * const authorization = fixedToken('token of the account')
 * ```
 */
export function fixedToken(token: string): Authorization {
  return { token: async () => answered(token), refused: () => undefined }
}
