import type { OnlineCode } from '@claimtag/online'

/** The HTTP status for each reason why there is no code. A request with a 5xx may be repeated. */
const STATUS = {
  'device-invalid': 400,
  'device-member-unknown': 422,
  'device-member-invalid': 422,
  'dev-eui-invalid': 422,
  'join-eui-invalid': 422,
  'owner-token-given': 422,
  'key-refused': 422,
  'device-conflict': 409,
  'format-conflict': 409,
  'code-revoked': 410,
  'code-missing': 404,
  'code-moved-on': 409,
  'code-unreadable': 500,
  'token-not-recorded': 404,
  'token-record-ambiguous': 500,
  'token-empty': 502,
  'token-invalid': 502,
  'token-source-failed': 503,
  'token-source-paused': 503,
  'store-failed': 503,
  'store-answer-invalid': 500,
  'seal-failed': 503,
  'unseal-failed': 500,
  'deadline-exceeded': 504,
  cancelled: 499,
  'sqlite-missing': 500,
  'sqlite-too-old': 500,
  'database-too-new': 500,
  'option-invalid': 500,
} satisfies Record<OnlineCode, number>

/** The status for an error's code. Codes of `encode` are about the request: the format cannot encode it. */
export function statusOf(code: string): number {
  return Object.hasOwn(STATUS, code) ? STATUS[code as OnlineCode] : 422
}
