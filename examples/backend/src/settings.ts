import { readFileSync } from 'node:fs'
import { parseApiKeys, type ApiKey } from './api-keys.ts'

/** The settings in the environment. */
export interface Settings {
  readonly port: number
  readonly host: string
  /** A file for SQLite or a `postgres://` address; without it, codes are kept in memory. */
  readonly store: string | undefined
  /** Keys that seal tokens, the one that seals first. */
  readonly sealingKeys: readonly { readonly id: string; readonly key: Uint8Array }[]
  readonly apiKeys: readonly ApiKey[]
  /** Requests per second and API key. */
  readonly rate: number
  /** How long requests are still accepted after SIGTERM, until the load balancer has noticed. */
  readonly drainMs: number
}

/** @throws Error with the name of the variable, and nothing of its value */
export function settingsOf(env: NodeJS.ProcessEnv, [port]: readonly string[]): Settings {
  const store = env['CLAIMTAG_STORE'] || undefined
  const sealing = fileOf(env, 'CLAIMTAG_KEYS_FILE') ?? env['CLAIMTAG_KEYS']
  if (store !== undefined && sealing === undefined)
    throw new Error('CLAIMTAG_KEYS_FILE is needed: lines of an id, a space and 32 random bytes in base64')
  const apiKeys = fileOf(env, 'CLAIMTAG_API_KEYS_FILE') ?? env['CLAIMTAG_API_KEYS'] ?? ''
  return {
    port: numberOf('PORT', port ?? env['PORT'] ?? '8080'),
    host: env['HOST'] ?? '127.0.0.1',
    store,
    sealingKeys: sealing === undefined ? [] : parseSealingKeys(sealing),
    apiKeys: parseApiKeys(apiKeys),
    rate: numberOf('CLAIMTAG_RATE', env['CLAIMTAG_RATE'] ?? '200'),
    drainMs: numberOf('CLAIMTAG_DRAIN_MS', env['CLAIMTAG_DRAIN_MS'] ?? '0'),
  }
}

function fileOf(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const path = env[name]
  if (path === undefined) return undefined
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new Error(`${name} cannot be read (${(error as NodeJS.ErrnoException).code})`, { cause: error })
  }
}

function numberOf(name: string, text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < 0) throw new Error(`${name} has to be a whole number`)
  return number
}

function parseSealingKeys(text: string): Settings['sealingKeys'] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('index '))
  return lines.map((line) => {
    const [id = '', base64 = ''] = line.split(' ')
    const key = new Uint8Array(Buffer.from(base64, 'base64'))
    if (key.length !== 32) throw new Error('CLAIMTAG_KEYS: a line is an id, a space and 32 bytes in base64')
    return { id, key }
  })
}
