import { guarded } from '../issue/guarded.ts'
import { onlineError } from '../issue/issue.ts'
import type { Reservation } from '../store/code-store.ts'
import { attemptCode } from './attempt.ts'
import type { Request, Standing } from './request.ts'
import { accessStore } from './store-access.ts'
import { sealedCode, sealedNow } from './store-token.ts'
import { waitForChange } from './wait.ts'
import { writeCode } from './write-code.ts'

/** The one code of a device: found, made by this request, or made by another one that this request waits for. */
export async function codeOf(request: Request): Promise<Standing> {
  const { settings, key, deadline } = request
  const insertsAtOnce = settings.tokens.isAtHand === true && typeof settings.store.insert === 'function'
  for (let round = 0; ; round += 1) {
    const answer = insertsAtOnce ? await insertCode(request) : await reserve(request)
    if ('code' in answer) return answer
    let leftMs = answer.leftMs
    if (answer.attempt !== undefined) {
      const standing = await attemptCode(request, answer.attempt)
      if (standing !== undefined) return standing
      leftMs = Infinity
    }
    await waitForChange(settings, key, deadline, { round, leftMs })
  }
}

/** The next action: return the code, make one as this attempt, or wait. */
type Next = Standing | { readonly attempt?: number; readonly leftMs: number }

async function reserve({ settings, key, deadline }: Request): Promise<Next> {
  const reservation: Reservation = await accessStore(settings, key, deadline).reserve()
  if (reservation.status === 'issued') return { code: reservation.code }
  if (reservation.status === 'taken') return { leftMs: reservation.leftMs }
  return { attempt: reservation.attempt, leftMs: 0 }
}

/**
 * A token that is at hand costs nothing: it is made and stored in one statement, and dropped if the device has a
 * code. All until then is done without a promise: those of each step took longer than the step.
 */
async function insertCode(request: Request): Promise<Next> {
  const { settings, device, key, deadline } = request
  const store = accessStore(settings, key, deadline)
  let token: unknown
  try {
    // Sources that have their tokens at hand rarely look at the signal.
    const asked = {
      attempt: 1,
      format: settings.format,
      get signal() {
        return deadline.platformSignal
      },
    }
    // Of a request that is over already, the deadline says why.
    const given: unknown = deadline.isOver ? undefined : settings.tokens(device, asked)
    // A promise is waited for by the way that has limits for it.
    token =
      typeof given === 'string'
        ? given
        : await deadline.call(
            'token-source',
            () => given,
            (value) => value,
          )
  } catch (error) {
    // A device that has a code needs no token.
    const code = await store.find()
    if (code !== undefined) return { code }
    throw guarded(error, { code: 'token-source-failed', devEui: key.devEui })
  }
  const secret = writeCode(device, token, settings)
  const code = sealedNow(request, 1, secret) ?? (await sealedCode(request, 1, secret))
  const inserted = await store.insert(code)
  if ('status' in inserted) return { leftMs: inserted.leftMs }
  if (inserted.isOurs) return { code, secret }
  if (inserted.code === undefined) {
    throw onlineError({ code: 'store-answer-invalid', during: 'insert', devEui: key.devEui, field: 'code' })
  }
  return { code: inserted.code }
}
