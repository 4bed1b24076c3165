import { StorageError } from '../issue.ts'
import type { Credentials } from './credential.ts'

/** A request for credentials; `undefined` when no one answers, or there are none. */
export type Ask = (
  url: string,
  init: {
    readonly method?: string
    readonly headers?: Readonly<Record<string, string>>
    readonly body?: string
  },
) => Promise<string | undefined>

const WAIT_MS = 2000
const LONGEST = 1 << 16

/** A service for credentials is near, or it is not there. */
export function askBy(fetch: typeof globalThis.fetch): Ask {
  return async (url, init) => {
    try {
      const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(WAIT_MS) })
      const text = await response.text()
      return response.ok && text.length <= LONGEST ? text : undefined
    } catch {
      return undefined
    }
  }
}

/** The document of containers and instances. */
export function credentialsIn(source: string, text: string): Credentials {
  try {
    const found = JSON.parse(text) as Readonly<Record<string, unknown>>
    const { AccessKeyId: id, SecretAccessKey: secret, Token: token, Expiration: until } = found
    if (typeof id !== 'string' || typeof secret !== 'string') throw new SyntaxError()
    return {
      accessKeyId: id,
      secretAccessKey: secret,
      sessionToken: typeof token === 'string' ? token : undefined,
      expires: typeof until === 'string' ? Date.parse(until) : undefined,
    }
  } catch {
    throw new StorageError({ code: 'storage-credentials-refused', source, detail: 'no credentials in it' })
  }
}
