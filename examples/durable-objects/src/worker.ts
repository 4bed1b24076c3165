import { ClaimtagError, parseWrittenEui64, thingpark } from '@claimtag/core'
import { createIssuer, createSealer, type DeviceToIssue, type Issuer, randomTokens } from '@claimtag/online'
import { embeddedStore, type EmbeddedDatabase } from '@claimtag/online/embedded'

// What is used of the platform; a project of your own has it from `wrangler types`.
interface Storage {
  readonly sql: {
    exec(sql: string, ...values: unknown[]): { toArray(): ReturnType<EmbeddedDatabase['all']> }
  }
  transactionSync<T>(work: () => T): T
}
interface Env {
  readonly CODES: {
    idFromName(name: string): unknown
    get(id: unknown): { fetch(to: Request): Promise<Response> }
  }
  /** 32 random bytes in base64: `wrangler secret put SEALING_KEY`. */
  readonly SEALING_KEY: string
}

/** One object for each 256th of the devices: it alone decides about them, and its SQLite is their store. */
export class Codes {
  readonly #issuer: Issuer

  constructor({ storage }: { readonly storage: Storage }, { SEALING_KEY }: Env) {
    const key = Uint8Array.from(atob(SEALING_KEY), (byte) => byte.charCodeAt(0))
    this.#issuer = createIssuer({
      format: thingpark,
      tokens: randomTokens((bytes) => crypto.getRandomValues(bytes)),
      store: embeddedStore({
        all: (sql, values) => storage.sql.exec(sql, ...values).toArray(),
        transaction: (work) => storage.transactionSync(work),
      }),
      sealer: createSealer({ keys: [{ id: '1', key }] }),
    })
  }

  async fetch(request: Request): Promise<Response> {
    try {
      const { text, fields, isNew, version } = await this.#issuer.issue(
        (await request.json()) as DeviceToIssue,
      )
      return Response.json({ text, fields, isNew, version }, { status: isNew ? 201 : 200 })
    } catch (error) {
      if (!(error instanceof ClaimtagError)) throw error
      const issue = error.issue as { readonly code: string; readonly retryable?: boolean }
      return Response.json(issue, { status: issue.retryable === true ? 503 : 422 })
    }
  }
}

export default {
  /** `POST` of a device as JSON. Who may ask is for you to check here: every answer holds an ownerToken. */
  async fetch(request: Request, { CODES }: Env): Promise<Response> {
    if (request.method !== 'POST') return new Response(null, { status: 405 })
    const device = (await request
      .clone()
      .json()
      .catch(() => undefined)) as { readonly devEui?: unknown } | undefined
    const devEui = parseWrittenEui64(String(device?.devEui))
    if (devEui === undefined) return Response.json({ code: 'dev-eui-invalid' }, { status: 422 })
    return CODES.get(CODES.idFromName(devEui.slice(-2))).fetch(request)
  },
}
