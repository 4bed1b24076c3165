import { StorageError } from './issue.ts'

/** Where an object is, or the folder of them whose names begin with `key`. */
export interface Address {
  readonly bucket: string
  readonly key: string
}

// The names of buckets that every service takes.
const ADDRESS = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s

/**
 * Whether a text is meant as an address in object storage.
 *
 * @example
 * ```ts
 * import { isAddress } from '@claimtag/storage'
 *
 * console.log(isAddress('s3://factory/devices.csv')) // true
 * ```
 */
export function isAddress(text: string): boolean {
  return text.startsWith('s3://')
}

/**
 * @throws StorageError `storage-address`
 *
 * @example
 * ```ts
 * import { parseAddress } from '@claimtag/storage'
 *
 * console.log(parseAddress('s3://factory/2026/devices.csv').key) // 2026/devices.csv
 * ```
 */
export function parseAddress(given: string): Address {
  const [, bucket, key = ''] = ADDRESS.exec(given) ?? []
  const isPath = key.split('/').every((part) => part !== '.' && part !== '..')
  // Control characters cannot be in the XML of a list, and a backslash is a folder on some systems.
  if (bucket === undefined || !isPath || /[\p{Cc}\\]/u.test(key))
    throw new StorageError({ code: 'storage-address', given })
  return { bucket, key }
}

export function addressText({ bucket, key }: Address): string {
  return `s3://${bucket}/${key}`
}

/** The address of a name in a folder. */
export function within({ bucket, key }: Address, name: string): Address {
  return { bucket, key: key === '' ? name : `${key.replace(/\/+$/, '')}/${name}` }
}
