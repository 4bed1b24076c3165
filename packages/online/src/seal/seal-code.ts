import { guarded } from '../issue/guarded.ts'
import { onlineError } from '../issue/issue.ts'
import type { CodeKey, StoredCode } from '../store/code-store.ts'
import type { Deadline } from '../time/deadline.ts'
import { directOf } from './direct.ts'
import type { OwnBytes } from './own-bytes.ts'
import { asciiBytes, boundTo, readSecret, secretBytes } from './secret.ts'
import type { Secret } from './secret.ts'
import type { Sealed, Sealer } from './sealer.ts'

/** Seals a code's secret; gives the part that is stored. */
export async function sealSecret(
  sealer: Sealer,
  key: CodeKey,
  version: number,
  secret: Secret,
  deadline: Deadline,
): Promise<Pick<StoredCode, 'keyId' | 'sealed' | 'tag'>> {
  const { devEui } = key
  try {
    const direct = deadline.isOver ? undefined : directSealing(sealer)
    if (direct !== undefined) return direct(key, version, secret)
    const sealed = await deadline.call(
      'sealer',
      () => sealer.seal(secretBytes(secret), boundTo(key, { version })),
      sealedOf,
    )
    if (sealer.tag === undefined) return sealed
    const tag = await deadline.call('sealer', () => sealer.tag?.(tokenBytes(secret)), bytesOf)
    return { ...sealed, tag }
  } catch (error) {
    throw guarded(error, { code: 'seal-failed', devEui })
  }
}

/** The same without promises, of which three for each code took as long as sealing; for a sealer of ours alone. */
export function directSealing(sealer: Sealer): SealNow | undefined {
  const seal = directOf(sealer.seal)
  const tag = sealer.tag === undefined ? undefined : directOf(sealer.tag)
  if (seal === undefined || (tag === undefined && sealer.tag !== undefined)) return undefined
  return (key, version, secret) => {
    const sealed = seal(secretBytes(secret), boundTo(key, { version }))
    return tag === undefined
      ? sealed
      : { keyId: sealed.keyId, sealed: sealed.sealed, tag: tag(tokenBytes(secret)) }
  }
}

export type SealNow = (
  key: CodeKey,
  version: number,
  secret: Secret,
) => Pick<StoredCode, 'keyId' | 'sealed' | 'tag'>

/** @throws OnlineError `unseal-failed` */
export async function openSecret(
  sealer: Sealer,
  key: CodeKey,
  { version, keyId, sealed }: StoredCode,
  deadline: Deadline,
): Promise<Secret> {
  const { devEui } = key
  try {
    const direct = deadline.isOver ? undefined : directOf(sealer.open)
    const bound = boundTo(key, { version })
    const bytes =
      direct !== undefined
        ? direct(sealed, bound, keyId)
        : await deadline.call('sealer', () => sealer.open(sealed, bound, keyId), bytesOf)
    const secret = readSecret(bytes, devEui)
    if (secret === undefined) throw onlineError({ code: 'unseal-failed', devEui })
    return secret
  } catch (error) {
    throw guarded(error, { code: 'unseal-failed', devEui })
  }
}

function tokenBytes({ record }: Secret): OwnBytes {
  return asciiBytes(record.ownerToken ?? '')
}

function sealedOf(given: unknown): Sealed {
  const { keyId, sealed } = given as Sealed
  if (typeof keyId !== 'string') throw new TypeError('no key id')
  return { keyId, sealed: bytesOf(sealed) }
}

function bytesOf(given: unknown): Uint8Array {
  // Of another view, a store would take its numbers for bytes.
  if (given instanceof Uint8Array) return given
  if (ArrayBuffer.isView(given)) return new Uint8Array(given.buffer, given.byteOffset, given.byteLength)
  throw new TypeError('no bytes')
}
