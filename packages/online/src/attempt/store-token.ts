import type { NormalDevice } from '../device/device.ts'
import { notify } from '../event.ts'
import type { OnlineEvent } from '../event.ts'
import { guarded } from '../issue/guarded.ts'
import { sealSecret } from '../seal/seal-code.ts'
import type { Secret } from '../seal/secret.ts'
import type { Filled, StoredCode } from '../store/code-store.ts'
import { inBackground, release } from './request.ts'
import type { Request, Standing } from './request.ts'
import { accessStore } from './store-access.ts'
import { writeCode } from './write-code.ts'

type Reason = Extract<OnlineEvent, { readonly type: 'token-discarded' }>['reason']

/**
 * Writes the code of a token and fills it in. Gives the code that the store has in the end, or `undefined` when the
 * attempt is no longer the current one and there is no code yet. Every token that no code uses is reported as an
 * event.
 */
export async function storeToken(
  request: Request,
  attempt: number,
  token: unknown,
): Promise<Standing | undefined> {
  const { settings, device, key, deadline } = request
  const drop = (reason: Reason, isCertain = true): void =>
    discard(request, attempt, token, { reason, isCertain })
  let secret: Secret
  let code: StoredCode
  try {
    secret = writeCode(device, token, settings)
    code = await sealedCode(request, 1, secret)
  } catch (error) {
    drop('not-carried')
    await release(request, attempt)
    throw error
  }
  const store = accessStore(settings, key, deadline)
  let filled: Filled
  try {
    filled = await store.fill(attempt, code)
  } catch (error) {
    const failure = guarded(error, { code: 'store-failed', during: 'fill', devEui: key.devEui })
    // The code may have been stored although the answer was lost.
    const standing = await store.find().catch(() => undefined)
    if (standing === undefined) {
      drop('store-failed', false)
      throw failure
    }
    filled = { isOurs: isSame(standing.sealed, code.sealed), code: standing }
  }
  if (filled.isOurs) return { code, secret }
  drop(filled.code === undefined ? 'lease-lost' : 'other-code')
  return filled.code === undefined ? undefined : { code: filled.code }
}

/** The row that is stored for a device's code. */
export async function sealedCode(request: Request, version: number, secret: Secret): Promise<StoredCode> {
  const { settings, device, key, deadline } = request
  const sealed = await sealSecret(settings.sealer, key, version, secret, deadline)
  return issuedCode(device, settings.format.id, version, sealed)
}

/** The same at once; `undefined` where the sealer takes its time, or the request is over. */
export function sealedNow(
  { settings, device, key, deadline }: Request,
  version: number,
  secret: Secret,
): StoredCode | undefined {
  if (settings.sealNow === undefined || deadline.isOver) return undefined
  try {
    return issuedCode(device, settings.format.id, version, settings.sealNow(key, version, secret))
  } catch (error) {
    throw guarded(error, { code: 'seal-failed', devEui: key.devEui })
  }
}

/** The row of a code, member by member: to spread the seal into it took as long as to make the token. */
function issuedCode(
  device: NormalDevice,
  format: string,
  version: number,
  { keyId, sealed, tag }: Pick<StoredCode, 'keyId' | 'sealed' | 'tag'>,
): StoredCode {
  return tag === undefined
    ? { device, format, version, status: 'issued', keyId, sealed }
    : { device, format, version, status: 'issued', keyId, sealed, tag }
}

/** Reports a token that no code uses, after the source was given the chance to take it back. */
export function discard(
  request: Request,
  attempt: number,
  token: unknown,
  { reason, isCertain }: { readonly reason: Reason; readonly isCertain: boolean },
): void {
  const { settings, device, key } = request
  const { tokens } = settings
  const report = (isGivenBack: boolean): void =>
    notify(settings.onEvent, { type: 'token-discarded', devEui: key.devEui, attempt, reason, isGivenBack })
  // It may have been stored after all, so it must not be taken back.
  if (!isCertain || typeof token !== 'string' || typeof tokens.giveBack !== 'function') return report(false)
  void inBackground(request, async ({ deadline }) => {
    const signal = deadline.platformSignal
    const isGivenBack = await deadline
      .call(
        'token-source',
        () => tokens.giveBack?.(device, token, signal),
        () => true,
      )
      .catch(() => false)
    report(isGivenBack)
  })
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at])
}
