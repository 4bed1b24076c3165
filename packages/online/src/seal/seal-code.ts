import { guarded } from '../issue/guarded.ts'
import { onlineError } from '../issue/issue.ts'
import type { CodeKey, StoredCode } from '../store/code-store.ts'
import type { Deadline } from '../time/deadline.ts'
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
    const sealed = await deadline.call(
      'sealer',
      () => sealer.seal(secretBytes(secret), boundTo(key, { version })),
      sealedOf,
    )
    if (sealer.tag === undefined) return sealed
    const token = asciiBytes(secret.record.ownerToken ?? '')
    return { ...sealed, tag: await deadline.call('sealer', () => sealer.tag?.(token), bytesOf) }
  } catch (error) {
    throw guarded(error, { code: 'seal-failed', devEui })
  }
}

/** @throws OnlineError `unseal-failed` */
export async function openSecret(
  sealer: Sealer,
  key: CodeKey,
  { version, keyId, sealed }: StoredCode,
  deadline: Deadline,
): Promise<Secret> {
  const { devEui } = key
  try {
    const bytes = await deadline.call(
      'sealer',
      () => sealer.open(sealed, boundTo(key, { version }), keyId),
      bytesOf,
    )
    const secret = readSecret(bytes, devEui)
    if (secret === undefined) throw onlineError({ code: 'unseal-failed', devEui })
    return secret
  } catch (error) {
    throw guarded(error, { code: 'unseal-failed', devEui })
  }
}

function sealedOf(given: unknown): Sealed {
  const { keyId, sealed } = given as Sealed
  if (typeof keyId !== 'string') throw new TypeError('no key id')
  return { keyId, sealed: bytesOf(sealed) }
}

function bytesOf(given: unknown): Uint8Array {
  if (ArrayBuffer.isView(given)) return given as Uint8Array
  throw new TypeError('no bytes')
}
