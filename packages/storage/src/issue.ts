import { ClaimtagError } from '@claimtag/core'

/** Why object storage cannot be used. Addresses, names and numbers: never a key, a token or a signature. */
export type StorageIssue =
  /** `given`: what is not an address of an object or of a folder of them. */
  | { readonly code: 'storage-address'; readonly given: string }
  /** `names`: where credentials were looked for. */
  | { readonly code: 'storage-credentials-missing'; readonly names: readonly string[] }
  | { readonly code: 'storage-credentials-refused'; readonly source: string; readonly detail: string }
  | { readonly code: 'object-missing'; readonly address: string }
  /** The object is there, and is another one than that which is to be written. */
  | { readonly code: 'object-differs'; readonly address: string }
  | { readonly code: 'object-changed'; readonly address: string }
  | { readonly code: 'object-damaged'; readonly address: string }
  /** `detail`: the service's own code, such as `AccessDenied`, or the system's, such as `ECONNREFUSED`. */
  | {
      readonly code: 'storage-failed'
      readonly address: string
      readonly status?: number
      readonly detail: string
    }
  /** `path`: a key that is not 32 bytes. */
  | { readonly code: 'encryption-key'; readonly path: string }
  | { readonly code: 'encryption-damaged'; readonly path: string }

export type StorageIssueCode = StorageIssue['code']

export class StorageError extends ClaimtagError<StorageIssue> {
  override readonly name = 'StorageError'

  constructor(issue: StorageIssue) {
    super(issue, explain(issue))
  }
}

const SENTENCES = {
  'storage-address': ({ given }) => `${given} is not an address such as s3://bucket/folder/name.`,
  'storage-credentials-missing': ({ names }) =>
    `No credentials for the object storage were found in ${names.join(', ')}.`,
  'storage-credentials-refused': ({ source, detail }) =>
    `${source} gave no credentials for the object storage (${detail}).`,
  'object-missing': ({ address }) => `There is no object ${address}.`,
  'object-differs': ({ address }) =>
    `${address} is there already, and is another one: nothing was overwritten. Choose another folder with --out.`,
  'object-changed': ({ address }) => `${address} was changed while it was read: read it again.`,
  'object-damaged': ({ address }) => `${address} is not as it was written: its checksum differs.`,
  'storage-failed': ({ address, status, detail }) =>
    `The object storage did not take or give ${address} (${status === undefined ? detail : `${status} ${detail}`}).`,
  'encryption-key': ({ path }) => `${path} is not a key of 32 bytes, in base64 or as 64 hexadecimal digits.`,
  'encryption-damaged': ({ path }) =>
    `${path} was not encrypted with this key, or is not as it was written: nothing of it was kept.`,
} satisfies { readonly [C in StorageIssueCode]: (issue: Extract<StorageIssue, { code: C }>) => string }

/**
 * The sentence for people that belongs to an issue of the storage.
 *
 * @example
 * ```ts
 * import { explain } from '@claimtag/storage'
 *
 * console.log(explain({ code: 'object-missing', address: 's3://b/k' })) // There is no object s3://b/k.
 * ```
 */
export function explain(issue: StorageIssue): string {
  return (SENTENCES[issue.code] as (issue: StorageIssue) => string)(issue)
}
