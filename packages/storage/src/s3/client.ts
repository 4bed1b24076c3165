import { AwsClient } from 'aws4fetch'
import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type Address, addressText } from '../address.ts'
import { askBy } from '../credentials/ask.ts'
import type { Environment } from '../credentials/credential.ts'
import { findCredentials } from '../credentials/credentials.ts'
import { StorageError } from '../issue.ts'

/** What the storage takes from its surroundings. */
export interface StoragePorts {
  readonly environment: Environment
  readonly fetch?: typeof globalThis.fetch | undefined
  /** Waits so many milliseconds; ends early, with an error, when the signal is aborted. */
  readonly sleep?: ((milliseconds: number, signal?: AbortSignal) => Promise<void>) | undefined
  /** From 0 to 1. */
  readonly random?: (() => number) | undefined
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined
  readonly signal?: AbortSignal | undefined
}

export interface S3Request {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE'
  readonly address: Address
  /** Appended as they are, encoded. */
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  /** Statuses that are answers, beside those from 200 on. */
  readonly answers?: readonly number[]
}

export interface S3Answer {
  readonly status: number
  readonly headers: Headers
  /** The body of a small answer, unless it was asked for as a stream. */
  readonly text: string
}

export interface S3Client {
  send(request: S3Request): Promise<S3Answer>
  /** One try: what fails on the way is the caller's to repeat. */
  open(request: S3Request): Promise<Response>
  /** Waits before another try; fails with what failed last when there were enough. */
  readonly waitAfter: (tries: number, failure: StorageError) => Promise<void>
}

const MOST_TRIES = 8
const FIRST_MS = 200
const LONGEST_MS = 20_000
/** A part is sent, or an answer begins, within this; a connection that hangs is cut. */
const PATIENCE_MS = 120_000
const LONGEST_TEXT = 8 << 20
const PASSING = [408, 409, 429, 500, 502, 503, 504]
const STALE = ['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired']

/**
 * Requests to a service that speaks S3, signed with Signature Version 4, body included, and repeated with jitter.
 *
 * @example
 * ```ts no-run
 * import { createClient } from '@claimtag/storage'
 *
 * createClient({ environment: { ...process.env, AWS_ENDPOINT_URL_S3: 'https://s3.example' } })
 * ```
 */
export function createClient(ports: StoragePorts): S3Client {
  const { environment, fetch = globalThis.fetch, random = Math.random, now = Date.now, signal } = ports
  const sleep = ports.sleep ?? ((ms, stop) => pause(ms, undefined, { signal: stop }))
  const credentials = findCredentials(environment, askBy(fetch), now)
  const endpoint = environment['AWS_ENDPOINT_URL_S3'] || environment['AWS_ENDPOINT_URL']

  async function open(request: S3Request, isRefused = false): Promise<Response> {
    signal?.throwIfAborted()
    const { region } = credentials
    const signer = new AwsClient({ ...(await credentials.get(isRefused)), service: 's3', region } as never)
    const { method, address, query, headers, body } = request
    const signed = await signer.sign(urlOf(address, query, endpoint, region), {
      method,
      headers: {
        ...headers,
        'x-amz-content-sha256': createHash('sha256')
          .update(body ?? '')
          .digest('hex'),
      },
      ...(body === undefined ? {} : { body: body as Uint8Array<ArrayBuffer> }),
    })
    // Not signed, as fetch adds to it; without it, fetch would inflate what is stored compressed.
    signed.headers.set('accept-encoding', 'identity')
    const stop = AbortSignal.timeout(PATIENCE_MS)
    return fetch(signed, {
      redirect: 'manual',
      signal: signal === undefined ? stop : AbortSignal.any([signal, stop]),
    })
  }

  async function waitAfter(tries: number, failure: StorageError): Promise<void> {
    signal?.throwIfAborted()
    if (tries >= MOST_TRIES) throw failure
    await sleep(random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** tries), signal)
  }

  return {
    open,
    waitAfter,
    async send(request) {
      let isStale: boolean = false
      for (let tries = 1; ; tries++) {
        let failure: StorageError
        try {
          const response = await open(request, isStale)
          const { status, headers } = response
          const text = await textOf(response)
          const code = codeIn(text)
          // A multipart upload that cannot be completed is told so after a status of 200.
          if ((response.ok && code === undefined) || request.answers?.includes(status) === true)
            return { status, headers, text }
          failure = failed(request.address, status, code ?? response.statusText)
          const isNewlyStale: boolean = !isStale && STALE.includes(code ?? '')
          isStale = isNewlyStale
          if (!isStale && !response.ok && !PASSING.includes(status)) throw failure
        } catch (error) {
          if (error instanceof StorageError) throw error
          signal?.throwIfAborted()
          failure = failed(request.address, undefined, reasonOf(error))
        }
        await waitAfter(tries, failure)
      }
    },
  }
}

export function failed(address: Address, status: number | undefined, detail: string): StorageError {
  const text = addressText(address)
  if (status === 404) return new StorageError({ code: 'object-missing', address: text })
  return new StorageError({
    code: 'storage-failed',
    address: text,
    ...(status === undefined ? {} : { status }),
    detail,
  })
}

/** The code of the system, such as `ECONNREFUSED`; a message might quote a header. */
export function reasonOf(error: unknown): string {
  const { code, name, cause } = error as { code?: string; name?: string; cause?: { code?: string } }
  return cause?.code ?? code ?? name ?? 'unknown'
}

/** The service's own word for what is wrong. */
export function codeIn(text: string): string | undefined {
  if (!/<Error>/.test(text)) return undefined
  return /<Code>([A-Za-z0-9.]{1,64})<\/Code>/.exec(text)?.[1] ?? 'unknown'
}

async function textOf(response: Response): Promise<string> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += piece.length
    if (length > LONGEST_TEXT) throw new RangeError('an answer of more than 8 MiB')
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

/** A bucket's own host name at AWS; a path anywhere else, and for names that certificates do not cover. */
function urlOf(
  { bucket, key }: Address,
  query: Readonly<Record<string, string>> = {},
  endpoint: string | undefined,
  region: string,
): string {
  const path = key.split('/').map(encoded).join('/')
  const search = Object.entries(query)
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .join('&')
  const host = `s3.${region}.amazonaws.com`
  const base = endpoint
    ? `${endpoint.replace(/\/+$/, '')}/${bucket}`
    : bucket.includes('.')
      ? `https://${host}/${bucket}`
      : `https://${bucket}.${host}`
  return `${base}/${path}${search === '' ? '' : `?${search}`}`
}

/** RFC 3986, as Signature Version 4 has it. */
function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
