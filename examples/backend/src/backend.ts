import { ClaimtagError } from '@claimtag/core'
import type { DeviceToIssue, Issuer, LabelFields } from '@claimtag/online'
import { statusOf } from './status.ts'

/** Draws the label of an issued code. */
export type DrawLabel = (text: string, fields: LabelFields) => string

/** A device record is a few hundred bytes. */
const MOST_BYTES = 1 << 16

/**
 * `POST /devices` with `{devEui, joinEui, serialNumber}` answers 200 with the device's code and its label, the same
 * ones each time. Knows no server: what takes a `Request` can run it. Put TLS and authentication in front of it: an
 * answer holds the ownerToken.
 */
export function createBackend(issuer: Issuer, draw: DrawLabel): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'POST' || new URL(request.url).pathname !== '/devices') {
      return answer(404, { code: 'no-such-path' })
    }
    const device = await read(request)
    if (device === undefined) return answer(400, { code: 'not-a-device' })
    try {
      // What was read is judged by the issuer, whatever its type says.
      const { text, fields } = await issuer.issue(device as DeviceToIssue, { signal: request.signal })
      return answer(200, { text, label: draw(text, fields) })
    } catch (error) {
      if (!(error instanceof ClaimtagError)) return answer(500, { code: 'internal' })
      return answer(statusOf(error.code), error)
    }
  }
}

/** A JSON object, or nothing when the body is none or too long. */
async function read(request: Request): Promise<object | undefined> {
  try {
    let text = ''
    let bytes = 0
    const decoder = new TextDecoder()
    for await (const chunk of request.body ?? []) {
      bytes += chunk.length
      if (bytes > MOST_BYTES) return undefined
      text += decoder.decode(chunk, { stream: true })
    }
    const value: unknown = JSON.parse(text + decoder.decode())
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

function answer(status: number, body: unknown): Response {
  // A code must not lie in a cache on the way.
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } })
}
