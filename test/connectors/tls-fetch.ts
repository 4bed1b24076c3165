import { once } from 'node:events'
import { request } from 'node:https'
import { text } from 'node:stream/consumers'
import type { IncomingMessage } from 'node:http'
import type { Fetch } from '@claimtag/provisioning/http'

/** A `fetch` that trusts one certificate, as a portal makes for a server of its own authority. */
export function tlsFetch(ca: string): Fetch {
  return async (url, { method, headers, body, signal }) => {
    const sent = request(url, { method, headers, ca, ...(signal === undefined ? {} : { signal }) })
    sent.end(body)
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    const read = text(response)
    return {
      status: response.statusCode ?? 0,
      headers: { get: (name) => [response.headers[name] ?? null].flat()[0] ?? null },
      text: () => read,
    }
  }
}
