import { createHash } from 'node:crypto'
import { type Address, addressText } from '../address.ts'
import { StorageError } from '../issue.ts'
import { codeIn, failed, reasonOf, type S3Client } from './client.ts'

/** What a service says of an object. */
export interface ObjectHead {
  readonly size: number
  readonly etag: string
  /** SHA-256 of its bytes, hexadecimal, if it was written by this package or so that the service knows it. */
  readonly sha256?: string | undefined
}

/** Our own, since the checksums of services are of parts where there were several. */
export const DIGEST_HEADER = 'x-amz-meta-claimtag-sha256'

/** @returns `undefined` when there is no such object */
export async function headObject(client: S3Client, address: Address): Promise<ObjectHead | undefined> {
  const { status, headers } = await client.send({ method: 'HEAD', address, answers: [404] })
  return status === 404 ? undefined : headOf(headers)
}

function headOf(headers: Headers): ObjectHead {
  return {
    size: Number(headers.get('content-length') ?? Number.NaN),
    etag: headers.get('etag') ?? '',
    sha256: headers.get(DIGEST_HEADER) ?? undefined,
  }
}

/**
 * The bytes of an object. A stream that is cut goes on where it ended, as long as the object stays the same; its length
 * and, where it is known, its checksum are compared before the last piece is given.
 *
 * @throws StorageError `object-missing`, `object-changed`, `object-damaged`, `storage-failed`
 *
 * @example
 * ```ts no-run
 * import { createClient, parseAddress, readObject } from '@claimtag/storage'
 *
 * const client = createClient({ environment: process.env })
 * for await (const piece of readObject(client, parseAddress('s3://factory/devices.csv'))) console.log(piece.length)
 * ```
 */
export async function* readObject(client: S3Client, address: Address): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  let head: ObjectHead | undefined
  let [at, tries] = [0, 0]
  let waiting: Uint8Array | undefined
  for (;;) {
    let failure: StorageError
    try {
      const response = await client.open({
        method: 'GET',
        address,
        headers: head === undefined ? {} : { range: `bytes=${at}-`, 'if-match': head.etag },
      })
      const { status, headers } = response
      if (status === 412 || (head !== undefined && status === 200)) throw changed(address)
      if (!response.ok) {
        failure = failed(address, status, codeIn(await response.text()) ?? response.statusText)
        if (status < 500 && status !== 429 && status !== 408) throw failure
      } else {
        head ??= headOf(headers)
        if (headers.get('etag') !== head.etag) throw changed(address)
        for await (const piece of (response.body ?? []) as AsyncIterable<Uint8Array>) {
          if (waiting !== undefined) yield waiting
          waiting = piece
          hash.update(piece)
          at += piece.length
          // It makes progress, so its tries begin anew.
          tries = 0
        }
        if (at >= head.size) break
        failure = failed(address, undefined, 'cut off')
      }
    } catch (error) {
      if (error instanceof StorageError) throw error
      failure = failed(address, undefined, reasonOf(error))
    }
    if (head !== undefined && at === head.size) break
    await client.waitAfter(++tries, failure)
  }
  const digest = hash.digest('hex')
  if (head === undefined || at !== head.size || (head.sha256 !== undefined && head.sha256 !== digest))
    throw new StorageError({ code: 'object-damaged', address: addressText(address) })
  if (waiting !== undefined) yield waiting
}

function changed(address: Address): StorageError {
  return new StorageError({ code: 'object-changed', address: addressText(address) })
}

export interface ListedObject {
  readonly key: string
  readonly size: number
}

/** The objects whose keys begin with a text, in the order of the service. */
export async function* listObjects(client: S3Client, { bucket, key }: Address): AsyncGenerator<ListedObject> {
  for (let token: string | undefined; ;) {
    const { text } = await client.send({
      method: 'GET',
      address: { bucket, key: '' },
      query: {
        'encoding-type': 'url',
        'list-type': '2',
        prefix: key,
        ...(token === undefined ? {} : { 'continuation-token': token }),
      },
    })
    const isEncoded = /<EncodingType>url<\/EncodingType>/.test(text)
    for (const [, entry = ''] of text.matchAll(/<Contents>(.*?)<\/Contents>/gs)) {
      const name = unescaped(elementIn(entry, 'Key') ?? '')
      yield {
        key: isEncoded ? decodeURIComponent(name.replaceAll('+', ' ')) : name,
        size: Number(elementIn(entry, 'Size') ?? Number.NaN),
      }
    }
    token = unescaped(elementIn(text, 'NextContinuationToken') ?? '')
    if (elementIn(text, 'IsTruncated') !== 'true' || token === '') return
  }
}

export function elementIn(text: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1]
}

const ENTITIES = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

export function unescaped(text: string): string {
  return text.replaceAll(/&(?:#(\d+)|#x([0-9a-fA-F]+)|(\w+));/g, (all, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES.get(name as string) ?? all
    return String.fromCodePoint(decimal === undefined ? Number.parseInt(hex as string, 16) : Number(decimal))
  })
}
