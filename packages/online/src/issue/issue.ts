import { ClaimtagError } from '@claimtag/core'
import type { Eui64 } from '@claimtag/core'

/** The store operations that can fail. */
export type StoreOperation =
  | 'reserve'
  | 'renew'
  | 'fill'
  | 'release'
  | 'insert'
  | 'find'
  | 'replace'
  | 'note'
  | 'list'
  | 'history'

/** The operation that the issuer waited for when its time was up. */
export type Wait = 'store' | 'token-source' | 'other-attempt' | 'sealer'

/** Why no code was issued, as plain data. Names and EUIs only, never a token. */
export type OnlineIssue = {
  /** Whether the same request may succeed later: something behind the issuer failed, not the request. */
  readonly retryable: boolean
} & (
  | { readonly code: 'device-invalid'; readonly given: string }
  | { readonly code: 'device-member-unknown'; readonly field?: string; readonly nearest?: string }
  | { readonly code: 'device-member-invalid'; readonly field: string; readonly problem: MemberProblem }
  | { readonly code: 'dev-eui-invalid'; readonly field: 'devEui' }
  | { readonly code: 'join-eui-invalid'; readonly devEui: Eui64; readonly field: 'joinEui' }
  | { readonly code: 'owner-token-given'; readonly field: string }
  | { readonly code: 'key-refused'; readonly field: string }
  | { readonly code: 'device-conflict'; readonly devEui: Eui64; readonly field: string }
  | {
      readonly code: 'format-conflict'
      readonly devEui: Eui64
      readonly format: string
      readonly issuedAs: string
    }
  | { readonly code: 'code-revoked'; readonly devEui: Eui64 }
  | { readonly code: 'code-missing'; readonly devEui: Eui64 }
  | { readonly code: 'code-moved-on'; readonly devEui: Eui64 }
  | { readonly code: 'code-unreadable'; readonly devEui: Eui64 }
  | { readonly code: 'token-not-recorded'; readonly devEui: Eui64 }
  | { readonly code: 'token-record-ambiguous'; readonly devEui: Eui64 }
  | { readonly code: 'token-empty'; readonly devEui: Eui64; readonly field: 'ownerToken' }
  | {
      readonly code: 'token-invalid'
      readonly devEui: Eui64
      readonly field: 'ownerToken'
      readonly problem: 'not-text' | 'too-long' | 'hexadecimal'
    }
  | { readonly code: 'token-source-failed'; readonly devEui: Eui64 }
  | { readonly code: 'token-source-paused'; readonly devEui: Eui64; readonly retryAfterMs: number }
  | { readonly code: 'store-failed'; readonly during: StoreOperation; readonly devEui?: Eui64 }
  | {
      readonly code: 'store-answer-invalid'
      readonly during: StoreOperation
      readonly field: string
      readonly devEui?: Eui64
    }
  | { readonly code: 'seal-failed'; readonly devEui: Eui64 }
  | { readonly code: 'unseal-failed'; readonly devEui: Eui64 }
  | { readonly code: 'deadline-exceeded'; readonly waitedFor: Wait; readonly devEui?: Eui64 }
  | { readonly code: 'cancelled'; readonly waitedFor: Wait; readonly devEui?: Eui64 }
  | { readonly code: 'sqlite-missing' }
  | { readonly code: 'sqlite-too-old'; readonly version: string }
  | { readonly code: 'database-too-new'; readonly version: number; readonly known: number }
  | { readonly code: 'option-invalid'; readonly option: string; readonly expected: string }
)

/** What is wrong with one member of a device. */
export type MemberProblem = 'not-text' | 'not-an-object' | 'unreadable' | 'too-long' | 'too-many' | 'twice'

export type OnlineCode = OnlineIssue['code']

type Issue<C extends OnlineCode> = Extract<OnlineIssue, { readonly code: C }>
type Sentences = { readonly [C in OnlineCode]: (issue: Issue<C>) => string }

const PROBLEMS = {
  'not-text': 'is not text',
  'not-an-object': 'is not an object of texts',
  unreadable: 'could not be read',
  'too-long': 'is longer than any code',
  'too-many': 'has too many members',
  twice: 'is given twice, with different values',
} satisfies Record<MemberProblem, string>

const WAITS = {
  store: 'the store',
  'token-source': 'the token source',
  'other-attempt': 'another attempt that is issuing this code',
  sealer: 'the sealer',
} satisfies Record<Wait, string>

/** ` for device 70B3D57ED00A0004`, or nothing when the issue belongs to no single device. */
const forDevice = (devEui: Eui64 | undefined): string => (devEui === undefined ? '' : ` for device ${devEui}`)

const SENTENCES = {
  'device-invalid': ({ given }) => `A device is an object with a devEui; this is ${given}.`,
  'device-member-unknown': ({ field, nearest }) => {
    const member = field === undefined ? 'a member' : `the member ${field}`
    const hint = 'a field of the format belongs in extra, what is only printed in columns.'
    return `The device has ${member} that is not known here: ${nearest === undefined ? hint : `${nearest}?`}`
  },
  'device-member-invalid': ({ field, problem }) => `${field} ${PROBLEMS[problem]}.`,
  'dev-eui-invalid': () => 'The DevEUI is not 16 hex digits.',
  'join-eui-invalid': ({ devEui }) => `The JoinEUI (AppEUI) of device ${devEui} is not 16 hex digits.`,
  'owner-token-given': ({ field }) =>
    `A request names the device only, so ${field} is refused: the ownerToken comes from the token source.`,
  'key-refused': ({ field }) => `${field} is a LoRaWAN key: it belongs in the Join Server, never on a label.`,
  'device-conflict': ({ devEui, field }) =>
    `Device ${devEui} has a code already, issued for another ${field}. Ask with the same fields, or look at the record.`,
  'format-conflict': ({ devEui, format, issuedAs }) =>
    `Device ${devEui} has a code of format ${issuedAs}, and this issuer writes ${format}. Use the former format, or reissue the code.`,
  'code-revoked': ({ devEui }) => `The code of device ${devEui} was revoked. Reissue it to get a new one.`,
  'code-missing': ({ devEui }) => `Device ${devEui} has no code yet. Issue it first.`,
  'code-moved-on': ({ devEui }) =>
    `The code of device ${devEui} was changed by another request at the same time. Look at it and ask again.`,
  'code-unreadable': ({ devEui }) =>
    `The code for device ${devEui} would not give back what went into it. The format document is at fault.`,
  'token-not-recorded': ({ devEui }) => `No ownerToken is recorded for device ${devEui}.`,
  'token-record-ambiguous': ({ devEui }) => `Two different ownerTokens are recorded for device ${devEui}.`,
  'token-empty': ({ devEui }) => `The token source gave no ownerToken for device ${devEui}.`,
  'token-invalid': ({ devEui, problem }) =>
    problem === 'hexadecimal'
      ? `The token for device ${devEui} is written in hexadecimal, and the format takes base64: an app would claim with another token. Use a format that takes hexadecimal.`
      : `What the token source gave for device ${devEui} ${PROBLEMS[problem]}.`,
  'token-source-failed': ({ devEui }) => `The token source failed for device ${devEui}. Ask again.`,
  'token-source-paused': ({ retryAfterMs }) =>
    `The token source failed again and again and is left alone for now. Ask again in ${Math.ceil(retryAfterMs / 1000)} s.`,
  'store-failed': ({ devEui, during }) => `The store failed (${during})${forDevice(devEui)}. Ask again.`,
  'store-answer-invalid': ({ devEui, during, field }) =>
    `The store's answer (${during})${forDevice(devEui)} is not valid: ${field} is wrong. Fix the store.`,
  'seal-failed': ({ devEui }) => `The code of device ${devEui} could not be sealed. Ask again.`,
  'unseal-failed': ({ devEui }) =>
    `The stored code of device ${devEui} could not be opened: its key is missing, or the row was changed.`,
  'deadline-exceeded': ({ devEui, waitedFor }) =>
    `The time was up while waiting for ${WAITS[waitedFor]}${forDevice(devEui)}. Ask again.`,
  cancelled: ({ devEui, waitedFor }) =>
    `Cancelled by the caller while waiting for ${WAITS[waitedFor]}${forDevice(devEui)}.`,
  'sqlite-missing': () =>
    'No SQLite is installed. Use Node 22.13 or newer, or install better-sqlite3 or @photostructure/sqlite.',
  'sqlite-too-old': ({ version }) =>
    `SQLite ${version} is too old to share this file with the process that made it. Use 3.51.3 or newer.`,
  'database-too-new': ({ version, known }) =>
    `The database has schema ${version}, and this software knows schemas up to ${known}. Update it.`,
  'option-invalid': ({ option, expected }) => `The option ${option} must be ${expected}.`,
} satisfies Sentences

const RETRYABLE: ReadonlySet<OnlineCode> = new Set([
  'token-source-failed',
  'token-source-paused',
  'store-failed',
  'seal-failed',
  'deadline-exceeded',
  'cancelled',
  'code-moved-on',
])

/**
 * The sentence for people. Built from names, EUIs and numbers only, so it holds no character of a token.
 *
 * @example
 * ```ts
 * import { explain } from '@claimtag/online'
 *
 * const sentence = explain({ code: 'deadline-exceeded', waitedFor: 'store', retryable: true })
 * console.log(sentence) // The time was up while waiting for the store. Ask again.
 * ```
 */
export function explain(issue: OnlineIssue): string {
  const sentence = SENTENCES[issue.code] as (issue: OnlineIssue) => string
  return sentence(issue)
}

/** An {@link OnlineIssue} without `retryable`, which its code decides. */
export type OnlineProblem = OnlineIssue extends infer I
  ? I extends OnlineIssue
    ? Omit<I, 'retryable'>
    : never
  : never

export type OnlineError = ClaimtagError<OnlineIssue>

export function onlineError(problem: OnlineProblem): OnlineError {
  const issue = { ...problem, retryable: RETRYABLE.has(problem.code) } as OnlineIssue
  return new ClaimtagError(issue, explain(issue))
}
