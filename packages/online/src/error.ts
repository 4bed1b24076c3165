import { ClaimtagError } from '@claimtag/core'
import type { Eui64 } from '@claimtag/core'

export type OnlineCode =
  | 'dev-eui-invalid'
  | 'join-eui-invalid'
  | 'owner-token-given'
  | 'device-conflict'
  | 'token-not-recorded'
  | 'token-record-ambiguous'
  | 'token-source-failed'
  | 'token-empty'
  | 'code-unreadable'
  | 'store-failed'
  | 'label-failed'

/** Why no code was issued. Names and EUIs only: never a token. */
export interface OnlineIssue {
  readonly code: OnlineCode
  /** Whether the same request may succeed later: something behind the issuer failed, not the request. */
  readonly retryable: boolean
  readonly devEui?: Eui64
  /** The field that is wrong, or that differs from what the code was issued for. */
  readonly field?: string
}

type Sentence = (issue: OnlineIssue) => string

const CATALOGUE = {
  'dev-eui-invalid': () => 'The DevEUI is not 16 hex digits.',
  'join-eui-invalid': () => 'The JoinEUI (AppEUI) is not 16 hex digits.',
  'owner-token-given': () => 'A request names the device only: its ownerToken comes from the token source.',
  'device-conflict': ({ devEui, field }) =>
    `Device ${devEui} has a code already, issued for another ${field}. Ask with the same fields, or look at the record.`,
  'token-not-recorded': ({ devEui }) => `No ownerToken is recorded for device ${devEui}.`,
  'token-record-ambiguous': ({ devEui }) => `Two different ownerTokens are recorded for device ${devEui}.`,
  'token-source-failed': ({ devEui }) => `The token source failed for device ${devEui}. Ask again.`,
  'token-empty': ({ devEui }) => `The token source gave no ownerToken for device ${devEui}.`,
  'code-unreadable': ({ devEui }) =>
    `The code for device ${devEui} would not give back what went into it. The format document is at fault.`,
  'store-failed': ({ devEui }) => `The store failed for device ${devEui}. Ask again.`,
  'label-failed': ({ devEui }) =>
    `The label of device ${devEui} could not be drawn. Its code is issued: ask again once the renderer is mended.`,
} satisfies Record<OnlineCode, Sentence>

const RETRYABLE: readonly OnlineCode[] = ['token-source-failed', 'store-failed', 'label-failed']

export function onlineError(
  code: OnlineCode,
  data: Omit<OnlineIssue, 'code' | 'retryable'> = {},
): ClaimtagError<OnlineIssue> {
  const issue: OnlineIssue = { code, retryable: RETRYABLE.includes(code), ...data }
  const sentence: Sentence = CATALOGUE[code]
  return new ClaimtagError(issue, sentence(issue))
}

/**
 * Calls something that is not ours. Only a `ClaimtagError` comes through: the message of any other may quote a row
 * or a request, and with it the token.
 */
export async function shielded<T>(
  code: 'token-source-failed' | 'store-failed' | 'label-failed',
  devEui: Eui64,
  call: () => T | Promise<T>,
): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw error instanceof ClaimtagError ? error : onlineError(code, { devEui })
  }
}
