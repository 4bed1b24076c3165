import { createHash } from 'node:crypto'
import { type Address, addressText } from '../address.ts'
import { StorageError } from '../issue.ts'
import type { S3Answer, S3Client, S3Request } from './client.ts'
import { DIGEST_HEADER, elementIn, headObject, unescaped } from './objects.ts'

/** Bytes that can be read again. */
export interface ObjectSource {
  readonly size: number
  /** Of all bytes, hexadecimal. */
  readonly sha256: string
  readonly pieces: () => AsyncIterable<Uint8Array>
}

/** S3 takes parts of 5 MiB and more, and 10,000 of them. */
const PART_BYTES = 8 << 20
const LEAST_PART_BYTES = 5 << 20
const MOST_PARTS = 10_000

/**
 * Writes an object once. What is there already with the same bytes is not sent again, and anything else is never
 * overwritten: `If-None-Match: *` where the service has it, and a look before in any case. One part is in memory at a
 * time. An upload that fails is aborted; what an earlier process has left of one is aborted before the next.
 *
 * @param partBytes size of a part, 5 MiB at least
 * @returns whether it was sent
 * @throws StorageError `object-differs`, `storage-failed`
 *
 * @example
 * ```ts no-run
 * import { createClient, parseAddress, putObject } from '@claimtag/storage'
 * import { createHash } from 'node:crypto'
 * import { Readable } from 'node:stream'
 *
 * const bytes = Buffer.from('^XA^XZ')
 * const sha256 = createHash('sha256').update(bytes).digest('hex')
 * const source = { size: bytes.length, sha256, pieces: () => Readable.from([bytes]) }
 * const client = createClient({ environment: process.env })
 * console.log(await putObject(client, parseAddress('s3://factory/labels.zpl'), source))
 * ```
 */
export async function putObject(
  client: S3Client,
  address: Address,
  source: ObjectSource,
  partBytes = PART_BYTES,
): Promise<'sent' | 'there'> {
  if (await isThere(client, address, source)) return 'there'
  const part = Math.max(LEAST_PART_BYTES, partBytes, Math.ceil(source.size / MOST_PARTS))
  const answer =
    source.size <= part
      ? await putWhole(client, address, source)
      : await putParts(client, address, source, part)
  // Either another writer was faster, or the answer to an earlier try was lost.
  if (answer.status === 412 || answer.status === 404) {
    if (!(await isThere(client, address, source)))
      throw new StorageError({
        code: 'storage-failed',
        address: addressText(address),
        detail: 'it is gone again',
      })
  }
  return 'sent'
}

async function isThere(client: S3Client, address: Address, { size, sha256 }: ObjectSource): Promise<boolean> {
  const found = await headObject(client, address)
  if (found === undefined) return false
  if (found.size === size && found.sha256 === sha256) return true
  throw new StorageError({ code: 'object-differs', address: addressText(address) })
}

async function putWhole(client: S3Client, address: Address, source: ObjectSource): Promise<S3Answer> {
  const pieces: Uint8Array[] = []
  for await (const piece of source.pieces()) pieces.push(piece)
  const body = Buffer.concat(pieces)
  if (sha256Of(body, 'hex') !== source.sha256) throw changed(address)
  return once(client, {
    method: 'PUT',
    address,
    headers: {
      [DIGEST_HEADER]: source.sha256,
      'x-amz-checksum-sha256': sha256Of(body, 'base64'),
      'content-type': 'application/octet-stream',
    },
    body,
  })
}

/** Creates an object if there is none; a service that does not know the condition is asked without it. */
async function once(client: S3Client, request: S3Request): Promise<S3Answer> {
  const headers = { ...request.headers, 'if-none-match': '*' }
  const answers = [412, 501, ...(request.answers ?? [])]
  const answer = await client.send({ ...request, headers, answers })
  return answer.status === 501
    ? client.send({ ...request, answers: [412, ...(request.answers ?? [])] })
    : answer
}

async function putParts(
  client: S3Client,
  address: Address,
  source: ObjectSource,
  partBytes: number,
): Promise<S3Answer> {
  await abortLeft(client, address)
  const begun = await client.send({
    method: 'POST',
    address,
    query: { uploads: '' },
    headers: {
      [DIGEST_HEADER]: source.sha256,
      'x-amz-checksum-algorithm': 'SHA256',
      'content-type': 'application/octet-stream',
    },
  })
  const uploadId = unescaped(elementIn(begun.text, 'UploadId') ?? '')
  if (uploadId === '')
    throw new StorageError({ code: 'storage-failed', address: addressText(address), detail: 'no UploadId' })
  try {
    const parts: string[] = []
    const hash = createHash('sha256')
    for await (const body of partsOf(source.pieces(), partBytes)) {
      hash.update(body)
      const checksum = sha256Of(body, 'base64')
      const partNumber = String(parts.length + 1)
      const { headers } = await client.send({
        method: 'PUT',
        address,
        query: { partNumber, uploadId },
        headers: { 'x-amz-checksum-sha256': checksum },
        body,
      })
      const etag = headers.get('etag') ?? ''
      const known =
        headers.get('x-amz-checksum-sha256') === null ? '' : `<ChecksumSHA256>${checksum}</ChecksumSHA256>`
      parts.push(`<Part><PartNumber>${partNumber}</PartNumber><ETag>${etag}</ETag>${known}</Part>`)
    }
    if (hash.digest('hex') !== source.sha256) throw changed(address)
    const list = `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${parts.join('')}</CompleteMultipartUpload>`
    // 404: it was completed before, and the answer was lost.
    return await once(client, {
      method: 'POST',
      address,
      query: { uploadId },
      headers: { 'content-type': 'application/xml' },
      body: Buffer.from(list),
      answers: [404],
    })
  } catch (error) {
    await abort(client, address, uploadId).catch(() => undefined)
    throw error
  }
}

async function* partsOf(pieces: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = []
  let length = 0
  for await (let piece of pieces) {
    while (length + piece.length >= size) {
      yield Buffer.concat([...held, piece.subarray(0, size - length)])
      piece = piece.subarray(size - length)
      held = []
      length = 0
    }
    held.push(piece)
    length += piece.length
  }
  if (length > 0) yield Buffer.concat(held)
}

/** Parts that are not aborted are paid for, and not seen. */
async function abortLeft(client: S3Client, address: Address): Promise<void> {
  const { bucket, key } = address
  const { status, text } = await client.send({
    method: 'GET',
    address: { bucket, key: '' },
    query: { prefix: key, uploads: '' },
    answers: [403, 404, 405, 501],
  })
  if (status !== 200) return
  for (const [, upload = ''] of text.matchAll(/<Upload>(.*?)<\/Upload>/gs)) {
    const id = unescaped(elementIn(upload, 'UploadId') ?? '')
    if (unescaped(elementIn(upload, 'Key') ?? '') === key && id !== '') await abort(client, address, id)
  }
}

async function abort(client: S3Client, address: Address, uploadId: string): Promise<void> {
  await client.send({ method: 'DELETE', address, query: { uploadId }, answers: [404] })
}

function changed(address: Address): StorageError {
  return new StorageError({ code: 'object-changed', address: addressText(address) })
}

function sha256Of(bytes: Uint8Array, encoding: 'hex' | 'base64'): string {
  return createHash('sha256').update(bytes).digest(encoding)
}
