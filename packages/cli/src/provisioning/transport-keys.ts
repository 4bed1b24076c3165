import { replaceFile } from '@claimtag/disk'
import type { AsTransportKey, LoginKeys, Session } from '@claimtag/provisioning'
import { constants, createHash, publicEncrypt, randomBytes } from 'node:crypto'
import type { Portal } from '@claimtag/provisioning/portal'
import { UsageError } from '../usage-error.ts'
import { readKept } from './key-pair-of.ts'

/**
 * The ASTKs of a folder as the Join Servers encrypted them, which keep no copy: devices of later commands share them.
 */
export interface KeptKeys {
  /** What a login takes. */
  readonly loginKeys: LoginKeys
  /** Keeps the keys that a login has brought. */
  save(session: Session): void
}

/** @param state the folder; those of another key pair are in another file of it */
export function transportKeysIn(state: string, publicKey: string): KeptKeys {
  const name = createHash('sha256').update(publicKey).digest('hex').slice(0, 16)
  const path = `${state}/transport-keys-${name}.json`
  const before = readKept(path)
  const [asTransportKey, ...otherTransportKeys] = before === undefined ? [] : parse(before, path)
  return {
    loginKeys: { publicKey, ...(asTransportKey === undefined ? {} : { asTransportKey, otherTransportKeys }) },
    save(session) {
      const text = `${JSON.stringify([session.asTransportKey, ...(session.otherTransportKeys ?? [])], undefined, 2)}\n`
      if (text !== before) replaceFile(path, text)
    },
  }
}

function parse(text: string, path: string): readonly AsTransportKey[] {
  let keys: unknown
  try {
    keys = JSON.parse(text)
  } catch {
    keys = undefined
  }
  if (Array.isArray(keys) && keys.every(isKey)) return keys
  throw new UsageError(`${path}, the kept AS transport keys, is damaged.`)
}

function isKey(value: unknown): value is AsTransportKey {
  if (typeof value !== 'object' || value === null) return false
  const { id, encryptedKey } = value as Readonly<Record<string, unknown>>
  return typeof id === 'string' && typeof encryptedKey === 'string'
}

/**
 * The kept keys, and stand-ins where there are none yet: a rehearsal has no key made at a server, and yet finds out
 * whether the private key unwraps what is encrypted to the public one.
 */
export function rehearsedKeys(
  kept: LoginKeys,
  joinServerIds: readonly string[],
  padding: Portal['keyPair']['padding'],
): LoginKeys {
  const { publicKey, asTransportKey, otherTransportKeys = [] } = kept
  const known = [asTransportKey, ...otherTransportKeys].filter((key) => key !== undefined)
  const [first, ...others] = joinServerIds.map(
    (joinServerId) =>
      known.find((key) => key.joinServerId === joinServerId) ?? {
        id: 'rehearsal',
        encryptedKey: encrypted(publicKey, padding),
        joinServerId,
      },
  )
  return { publicKey, ...(first === undefined ? {} : { asTransportKey: first }), otherTransportKeys: others }
}

function encrypted(key: string, padding: Portal['keyPair']['padding'] = 'oaep-sha256'): string {
  const options =
    padding === 'pkcs1-v1.5'
      ? { padding: constants.RSA_PKCS1_PADDING }
      : { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: padding === 'oaep-sha1' ? 'sha1' : 'sha256' }
  return publicEncrypt({ key, ...options }, randomBytes(16)).toString('base64')
}
