import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { ClaimtagError } from '@claimtag/core'
import type { DeviceToIssue, Issuer } from '@claimtag/online'

/** A device record is a few hundred bytes. */
const MOST_BYTES = 1 << 16

/**
 * `POST /devices` with `{devEui, joinEui, serialNumber}` answers 200 with the device's code and its label, the same
 * ones each time. Put TLS and authentication in front of it: an answer holds the ownerToken.
 */
export function createBackend(issuer: Issuer<string>): Server {
  return createServer((request, response) => {
    answer(issuer, request, response).catch(() => send(response, 500, { code: 'internal' }))
  })
}

async function answer(
  issuer: Issuer<string>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST' || request.url !== '/devices')
    return send(response, 404, { code: 'no-such-path' })
  const device = await read(request)
  if (device === undefined) return send(response, 400, { code: 'not-a-device' })
  try {
    const { text, label } = await issuer.issue(device)
    send(response, 200, { text, label })
  } catch (error) {
    if (!(error instanceof ClaimtagError)) throw error
    send(response, statusOf(error), error)
  }
}

function statusOf({ code, issue }: ClaimtagError<{ readonly code: string }>): number {
  if (code === 'device-conflict') return 409
  if (code === 'token-not-recorded') return 404
  return 'retryable' in issue && issue.retryable === true ? 503 : 422
}

/** The texts of a JSON object; whether they make a device is for the issuer to say. */
async function read(request: IncomingMessage): Promise<DeviceToIssue | undefined> {
  let body = ''
  for await (const chunk of request.setEncoding('utf8') as AsyncIterable<string>) {
    body += chunk
    if (body.length > MOST_BYTES) return undefined
  }
  try {
    const { devEui, joinEui, serialNumber } = JSON.parse(body) as Record<string, unknown>
    if (typeof devEui !== 'string' || !isText(joinEui) || !isText(serialNumber)) return undefined
    return { devEui, joinEui, serialNumber }
  } catch {
    return undefined
  }
}

function isText(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string'
}

function send(response: ServerResponse, status: number, body: unknown): void {
  // A code must not lie in a cache on the way.
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}
