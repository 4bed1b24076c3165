import { guarded } from '../issue/guarded.ts'
import type { Settings } from '../options.ts'
import { openSecret } from '../seal/seal-code.ts'
import type { StoredCode } from '../store/code-store.ts'
import { openDeadline } from '../time/deadline.ts'
import type { WaitOptions } from '../time/deadline.ts'
import type { TokenSource } from '../source/token-source.ts'
import { pagesOf } from './pages.ts'

/** A device for which the code and the token source disagree. */
export interface Difference {
  readonly devEui: string
  /**
   * `differs`: the source has another token. `unknown-there`: it has none. `unreadable`: the code could not be
   * opened.
   */
  readonly problem: 'differs' | 'unknown-there' | 'unreadable'
}

/**
 * Compares the token of every code with the token source, and yields the devices for which they differ.
 *
 * @throws OnlineError `option-invalid` (a source without `lookUp`), `token-source-failed` …
 */
export async function* reconcileCodes(
  settings: Settings,
  lookUp: NonNullable<TokenSource['lookUp']>,
  wait: WaitOptions,
): AsyncGenerator<Difference, void, undefined> {
  for await (const page of pagesOf(settings, wait)) {
    for (const code of page) {
      const problem = code.status === 'revoked' ? undefined : await compare(settings, lookUp, code, wait)
      if (problem !== undefined) yield { devEui: code.device.devEui, problem }
    }
  }
}

async function compare(
  { realm, sealer, clock }: Settings,
  lookUp: NonNullable<TokenSource['lookUp']>,
  code: StoredCode,
  wait: WaitOptions,
): Promise<Difference['problem'] | undefined> {
  const { device } = code
  const key = { realm, devEui: device.devEui }
  const deadline = openDeadline(clock, wait, key.devEui)
  try {
    const secret = await openSecret(sealer, key, code, deadline).catch(() => undefined)
    if (secret === undefined) return 'unreadable'
    const there = await deadline.call(
      'token-source',
      () => lookUp(device, deadline.platformSignal),
      (token) => token,
    )
    if (there === undefined || there === null || there === '') return 'unknown-there'
    return there === secret.record.ownerToken ? undefined : 'differs'
  } catch (error) {
    throw guarded(error, { code: 'token-source-failed', devEui: key.devEui })
  } finally {
    deadline.close()
  }
}
