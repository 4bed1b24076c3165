import { accessStore } from '../attempt/store-access.ts'
import { discard } from '../attempt/store-token.ts'
import type { Request } from '../attempt/request.ts'
import { sealedCode } from '../attempt/store-token.ts'
import { refuseUnwritable, writeCode } from '../attempt/write-code.ts'
import { guarded } from '../issue/guarded.ts'
import { onlineError } from '../issue/issue.ts'
import { openSecret, sealSecret } from '../seal/seal-code.ts'
import type { Secret } from '../seal/secret.ts'
import type { AuditEntry, StoredCode } from '../store/code-store.ts'
import type { WaitOptions } from '../time/deadline.ts'
import { settled } from '../time/settled.ts'

/** Why a code is changed; recorded with the change. */
export interface ChangeOptions extends WaitOptions {
  /** For people, without a token: `label torn`. At most 500 characters. */
  readonly reason: string
  /** Who changes it. Default: the issuer's holder. */
  readonly who?: string | undefined
}

const LONGEST_REASON = 500

/** @throws OnlineError `option-invalid` */
export function entryOf(
  what: AuditEntry['what'],
  { reason, who }: ChangeOptions,
  holder: string,
): AuditEntry {
  if (typeof reason !== 'string' || reason === '' || reason.length > LONGEST_REASON) {
    throw onlineError({
      code: 'option-invalid',
      option: 'reason',
      expected: `a text of 1 to ${LONGEST_REASON} characters`,
    })
  }
  if (who !== undefined && (typeof who !== 'string' || who.length > LONGEST_REASON)) {
    throw onlineError({
      code: 'option-invalid',
      option: 'who',
      expected: `a text of at most ${LONGEST_REASON} characters`,
    })
  }
  return { what, who: who ?? holder, reason }
}

/**
 * The current code.
 *
 * @throws OnlineError `code-missing`
 */
async function standingCode({ settings, key, deadline }: Request): Promise<StoredCode> {
  const code = await accessStore(settings, key, deadline).find()
  if (code === undefined) throw onlineError({ code: 'code-missing', devEui: key.devEui })
  return code
}

/** Gets a new token and stores the next version of the code, if the version that was read is still the current one. */
export async function reissueCode(
  request: Request,
  entry: AuditEntry,
): Promise<{ readonly code: StoredCode; readonly secret: Secret }> {
  const { settings, device, key, deadline } = request
  const { tokens, format } = settings
  const before = await standingCode(request)
  refuseUnwritable(device, format)
  const attempt = before.version + 1
  const asked = settled(() =>
    tokens(device, { attempt, format, isReissue: true, signal: deadline.platformSignal }),
  )
  let token: unknown
  try {
    token = await deadline.call(
      'token-source',
      () => asked,
      (given) => (given as { readonly value: unknown }).value,
    )
  } catch (error) {
    // A token that comes after that is used by no code.
    const late = { reason: 'lease-lost', isCertain: true } as const
    if (deadline.isOver)
      void asked.then(
        ({ value }) => discard(request, attempt, value, late),
        () => undefined,
      )
    throw guarded(error, { code: 'token-source-failed', devEui: key.devEui })
  }
  try {
    const secret = writeCode(device, token, settings)
    const code = await sealedCode(request, before.version + 1, secret)
    const isMade = await accessStore(settings, key, deadline).replace(before, code, entry)
    if (!isMade) throw onlineError({ code: 'code-moved-on', devEui: key.devEui })
    return { code, secret }
  } catch (error) {
    const isMoved = guarded(error, { code: 'store-failed', during: 'replace' }).code === 'code-moved-on'
    discard(request, attempt, token, { reason: isMoved ? 'other-code' : 'store-failed', isCertain: isMoved })
    throw error
  }
}

/** Revokes a code: it is not given out any more. Its token stays stored, sealed. */
export async function revokeCode(request: Request, entry: AuditEntry): Promise<void> {
  const { settings, key, deadline } = request
  const before = await standingCode(request)
  if (before.status === 'revoked') return
  const secret = await openSecret(settings.sealer, key, before, deadline)
  const version = before.version + 1
  const sealed = await sealSecret(settings.sealer, key, version, secret, deadline)
  const code: StoredCode = { ...before, version, status: 'revoked', ...sealed }
  const isMade = await accessStore(settings, key, deadline).replace(before, code, entry)
  if (!isMade) throw onlineError({ code: 'code-moved-on', devEui: key.devEui })
}
