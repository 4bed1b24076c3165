import { notify } from '../event.ts'
import { guarded } from '../issue/guarded.ts'
import { createCanceller } from '../time/cancel.ts'
import { settled } from '../time/settled.ts'
import { holdLease } from './lease.ts'
import { inBackground, release } from './request.ts'
import type { Request, Standing } from './request.ts'
import { storeToken } from './store-token.ts'
import { refuseUnwritable } from './write-code.ts'

type Token = Promise<{ readonly value: unknown }>

const LOST = Symbol('the lease was lost')

/**
 * Gets a token for a reserved device and fills in the code. Gives `undefined` when the lease was lost and the device
 * has no code yet.
 */
export async function attemptCode(request: Request, attempt: number): Promise<Standing | undefined> {
  try {
    refuseUnwritable(request.device, request.settings.format)
  } catch (error) {
    await release(request, attempt)
    throw error
  }
  const got = await getToken(request, attempt)
  return got === LOST ? undefined : storeToken(request, attempt, got.value)
}

async function getToken(
  request: Request,
  attempt: number,
): Promise<{ readonly value: unknown } | typeof LOST> {
  const { settings, device, key, deadline } = request
  const { tokens, format } = settings
  const canceller = createCanceller()
  const lease = holdLease(settings, key, attempt, deadline.signal)
  const token = settled(() => tokens(device, { attempt, format, signal: canceller.platformSignal }))
  const first = [token, lease.lost.then(() => LOST)]
  try {
    const got = await deadline.call(
      'token-source',
      () => Promise.race(first),
      (given) => given,
    )
    if (got !== LOST) return got as { readonly value: unknown }
    notify(settings.onEvent, { type: 'lease-lost', devEui: key.devEui, attempt })
    finishLater(request, attempt, token)
    return LOST
  } catch (error) {
    const failure = guarded(error, { code: 'token-source-failed', devEui: key.devEui })
    if (deadline.isOver) finishLater(request, attempt, token)
    // The attempt failed, so the next request need not wait until the lease ends; if the release fails, too, it
    // waits.
    else await release(request, attempt)
    throw failure
  } finally {
    lease.stop()
    canceller.cancel()
  }
}

/**
 * A request whose time is up leaves the token source running. A token that still comes is stored if the lease allows
 * it, since the server behind the source may have registered it.
 */
function finishLater(request: Request, attempt: number, token: Token): void {
  void token.then(
    ({ value }) => inBackground(request, (later) => storeToken(later, attempt, value)),
    () => inBackground(request, (later) => release(later, attempt)),
  )
}
