import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** What a key allows: `issue` makes codes, `label` gets labels of existing codes, `change` reissues and revokes. */
export const SCOPES = ['issue', 'label', 'change'] as const

export type Scope = (typeof SCOPES)[number]

/** A key as the server stores it: its hash. To rotate a key, add the new one, move the clients, remove the old one. */
export interface ApiKey {
  readonly id: string
  readonly hash: Uint8Array
  readonly scopes: readonly Scope[]
  /** Milliseconds since 1970. */
  readonly notAfter: number
}

/** `ct_`, the id and 32 random bytes: the prefix lets scanners of repositories find keys that were committed. */
const KEY = /^ct_([a-z0-9-]{1,32})_([A-Za-z0-9_-]{43})$/

/** A new key: the text for its user, which is shown once, and the line for the server. */
export function newApiKey(
  id: string,
  scopes: readonly Scope[],
  notAfter?: string,
): { readonly key: string; readonly line: string } {
  const key = `ct_${id}_${randomBytes(32).toString('base64url')}`
  if (!KEY.test(key)) throw new Error('an id is 1 to 32 of a-z, 0-9 and -')
  const end = notAfter === undefined ? '' : ` ${notAfter}`
  return { key, line: `${id} ${hashOf(key).toString('hex')} ${scopes.join(',')}${end}` }
}

/**
 * Reads lines `ID SHA256 SCOPE,SCOPE [DATE]`.
 *
 * @throws Error with the line's number, and nothing of its content
 */
export function parseApiKeys(text: string): readonly ApiKey[] {
  return text
    .split(/\r?\n/)
    .map((line, at) => ({ line: line.trim(), number: at + 1 }))
    .filter(({ line }) => line !== '' && !line.startsWith('#'))
    .map(({ line, number }) => {
      const [id = '', hash = '', listed = '', end] = line.split(/\s+/)
      const scopes = listed.split(',').filter((scope): scope is Scope => SCOPES.includes(scope as Scope))
      const notAfter = end === undefined ? Infinity : Date.parse(end)
      const isSound = /^[0-9a-f]{64}$/.test(hash) && scopes.length === listed.split(',').length
      if (!isSound || Number.isNaN(notAfter))
        throw new Error(`API keys, line ${number}: ID SHA256 SCOPE,SCOPE [DATE] is wanted`)
      return { id, hash: Buffer.from(hash, 'hex'), scopes, notAfter }
    })
}

/**
 * The key in an `Authorization: Bearer` header. Every hash is compared, so that the time does not depend on the key.
 */
export function findApiKey(
  keys: readonly ApiKey[],
  authorization: string | undefined,
  now: number,
): ApiKey | undefined {
  const given = /^Bearer (\S{1,200})$/.exec(authorization ?? '')?.[1] ?? ''
  const hash = hashOf(given)
  let found: ApiKey | undefined
  for (const key of keys) if (timingSafeEqual(hash, key.hash) && now < key.notAfter) found = key
  return found
}

/** The keys are random, so a hash without salt and cost cannot be inverted. */
function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}
