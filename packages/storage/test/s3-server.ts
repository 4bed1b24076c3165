import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isSigned } from './signature.ts'

/** What a request is answered with instead of what is right. */
export type Fault =
  /** Not worked on. */
  | { readonly status: number; readonly code: string }
  /** Worked on; the connection ends without an answer. */
  | 'lost'
  /** A body ends after so many bytes. */
  | { readonly cutAfter: number }
  /** A body has its first byte changed. */
  | 'flipped'

export interface S3Server {
  readonly endpoint: string
  readonly objects: Map<string, { readonly body: Buffer; readonly sha256: string | undefined }>
  /** Multipart uploads that are neither completed nor aborted. */
  readonly uploads: Map<
    string,
    { readonly key: string; readonly sha256: string | undefined; readonly parts: Map<number, Buffer> }
  >
  /** Every request, as `PUT /bucket/key?partNumber=1`, with its headers. */
  readonly requests: { readonly line: string; readonly headers: IncomingMessage['headers'] }[]
  /** Asked for each request, in their order. */
  fault: (line: string) => Fault | undefined
  /** Whether conditions on writing are known. */
  hasConditions: boolean
  readonly close: () => Promise<void>
}

const hex = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
const DIGEST = 'x-amz-meta-claimtag-sha256'
const PAGE = 3
export const SECRET = 'never-in-any-message'

/**
 * A small server that takes the documented subset of S3 strictly: signed requests whose body has the SHA-256 that was
 * signed, checksums, conditions, parts, ranges, and lists in pages of three. It can fail in all the ways that services
 * do.
 */
export async function startS3(): Promise<S3Server> {
  const server: Omit<S3Server, 'endpoint' | 'close'> = {
    objects: new Map(),
    uploads: new Map(),
    requests: [],
    fault: () => undefined,
    hasConditions: true,
  }
  const http = createServer((request, response) => {
    void serve(server, request, response).catch(() => response.destroy())
  })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  return Object.assign(server, {
    endpoint: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    async close() {
      http.closeAllConnections()
      http.close()
      await once(http, 'close')
    },
  })
}

type Answer = readonly [
  status: number,
  body?: string | Buffer,
  headers?: Readonly<Record<string, string>> | undefined,
]

async function serve(
  server: Omit<S3Server, 'endpoint' | 'close'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const pieces: Buffer[] = []
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece)
  const line = `${request.method} ${request.url}`
  server.requests.push({ line, headers: request.headers })
  const fault = server.fault(line)
  if (typeof fault === 'object' && 'status' in fault) return reply(response, error(fault.status, fault.code))
  const answer = answerTo(server, request, Buffer.concat(pieces))
  if (fault === 'lost') {
    response.destroy()
    return
  }
  const [status, body, headers] = answer
  if (fault === 'flipped' && Buffer.isBuffer(body)) {
    const flipped = Buffer.from(body)
    flipped[0] = (flipped[0] ?? 0) ^ 1
    return reply(response, [status, flipped, headers])
  }
  if (typeof fault === 'object' && Buffer.isBuffer(body)) {
    response.writeHead(status, { ...headers, 'content-length': String(body.length) })
    response.write(body.subarray(0, fault.cutAfter), () => response.destroy())
    return
  }
  if (request.method === 'HEAD') {
    response.writeHead(status, headers).end()
    return
  }
  reply(response, answer)
}

function reply(response: ServerResponse, [status, body = '', headers]: Answer): void {
  response.writeHead(status, { ...headers, 'content-length': String(Buffer.byteLength(body)) }).end(body)
}

function error(status: number, code: string): Answer {
  return [status, `<?xml version="1.0"?><Error><Code>${code}</Code></Error>`]
}

function answerTo(
  server: Omit<S3Server, 'endpoint' | 'close'>,
  request: IncomingMessage,
  body: Buffer,
): Answer {
  const { method = '', url = '', headers } = request
  const { pathname, searchParams: query } = new URL(url, 'http://s3')
  const name = decodeURIComponent(pathname).slice(1)
  const key = name.slice(name.indexOf('/') + 1)
  if (!isSigned(request, SECRET)) return error(403, 'SignatureDoesNotMatch')
  if (headers['x-amz-content-sha256'] !== hex(body)) return error(400, 'XAmzContentSHA256Mismatch')
  const checksum = headers['x-amz-checksum-sha256']
  if (checksum !== undefined && checksum !== Buffer.from(hex(body), 'hex').toString('base64'))
    return error(400, 'BadDigest')
  if (headers['if-none-match'] !== undefined && !server.hasConditions) return error(501, 'NotImplemented')
  const sha256 = headers[DIGEST] as string | undefined
  const found = server.objects.get(key)
  const isRefused = headers['if-none-match'] === '*' && found !== undefined
  const uploadId = query.get('uploadId') ?? ''
  const upload = server.uploads.get(uploadId)
  const echo = {
    etag: `"${hex(body)}"`,
    ...(typeof checksum === 'string' ? { 'x-amz-checksum-sha256': checksum } : {}),
  }

  if (query.has('uploads') && method === 'GET') {
    const entries = [...server.uploads]
      .filter(([, one]) => one.key.startsWith(query.get('prefix') ?? ''))
      .map(([id, one]) => `<Upload><Key>${one.key}</Key><UploadId>${id}</UploadId></Upload>`)
    return [200, `<ListMultipartUploadsResult>${entries.join('')}</ListMultipartUploadsResult>`]
  }
  if (query.has('uploads')) {
    const id = randomUUID()
    server.uploads.set(id, { key, sha256, parts: new Map() })
    return [200, `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`]
  }
  if (uploadId !== '') {
    if (upload === undefined) return error(404, 'NoSuchUpload')
    if (method === 'DELETE') {
      server.uploads.delete(uploadId)
      return [204]
    }
    if (method === 'PUT') {
      upload.parts.set(Number(query.get('partNumber')), body)
      return [200, '', echo]
    }
    if (isRefused) return error(412, 'PreconditionFailed')
    const named = [...body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>"(\w+)"<\/ETag>/g)]
    const parts = named.map(([, number, etag]) => ({ etag, bytes: upload.parts.get(Number(number)) }))
    if (parts.some(({ etag, bytes }) => bytes === undefined || hex(bytes) !== etag))
      return error(400, 'InvalidPart')
    const sizes = parts.slice(0, -1).map(({ bytes }) => bytes?.length ?? 0)
    if (sizes.some((size) => size < 5 << 20)) return error(400, 'EntityTooSmall')
    server.uploads.delete(uploadId)
    server.objects.set(key, {
      body: Buffer.concat(parts.flatMap(({ bytes }) => bytes ?? [])),
      sha256: upload.sha256,
    })
    return [200, '<CompleteMultipartUploadResult/>']
  }
  if (key === '') return listing(server, query)
  if (method === 'PUT') {
    if (isRefused) return error(412, 'PreconditionFailed')
    server.objects.set(key, { body, sha256 })
    return [200, '', echo]
  }
  if (found === undefined) return error(404, 'NoSuchKey')
  const etag = `"${hex(found.body)}"`
  if (headers['if-match'] !== undefined && headers['if-match'] !== etag)
    return error(412, 'PreconditionFailed')
  const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0)
  return [
    headers.range === undefined ? 200 : 206,
    found.body.subarray(from),
    {
      etag,
      ...(found.sha256 === undefined ? {} : { [DIGEST]: found.sha256 }),
      ...(method === 'HEAD' ? { 'content-length': String(found.body.length) } : {}),
    },
  ]
}

function listing(server: Pick<S3Server, 'objects'>, query: URLSearchParams): Answer {
  const after = query.get('continuation-token') ?? ''
  const keys = [...server.objects.keys()]
    .filter((key) => key.startsWith(query.get('prefix') ?? '') && key > after)
    .sort()
  const page = keys.slice(0, PAGE)
  const entries = page.map((key) => {
    const size = server.objects.get(key)?.body.length
    return `<Contents><Key>${encodeURIComponent(key)}</Key><Size>${size}</Size></Contents>`
  })
  const more =
    keys.length > PAGE
      ? `<IsTruncated>true</IsTruncated><NextContinuationToken>${page.at(-1)}</NextContinuationToken>`
      : '<IsTruncated>false</IsTruncated>'
  return [
    200,
    `<ListBucketResult><EncodingType>url</EncodingType>${more}${entries.join('')}</ListBucketResult>`,
  ]
}
