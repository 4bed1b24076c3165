import { compileFormats } from '@claimtag/core'
import type { Clock, DecodeResult, Format } from '@claimtag/core'
import type { OnEvent } from './event.ts'
import { onlineError } from './issue/issue.ts'
import { directSealing } from './seal/seal-code.ts'
import type { SealNow } from './seal/seal-code.ts'
import type { Sealer } from './seal/sealer.ts'
import { plaintext } from './seal/sealer.ts'
import type { TokenSource } from './source/token-source.ts'
import type { CodeStore } from './store/code-store.ts'
import { platformClock } from './time/clock.ts'

export interface IssuerOptions {
  readonly format: Format
  readonly tokens: TokenSource
  readonly store: CodeStore
  /** Seals tokens at rest. Required for a store that outlives its process; `plaintext` switches sealing off. */
  readonly sealer?: Sealer | undefined
  /** Owner of the devices, where several makers share a store. Empty when left out. */
  readonly realm?: string | undefined
  /** Name of the issuing host or service, for the record. Empty when left out. */
  readonly holder?: string | undefined
  /**
   * How long one attempt holds a device before another takes over, in milliseconds of the store's clock; renewed each
   * third of it while the token source works. 30,000 when left out.
   */
  readonly leaseMs?: number | undefined
  readonly clock?: Clock | undefined
  readonly onEvent?: OnEvent | undefined
}

export type Settings = { readonly [K in keyof IssuerOptions]-?: Exclude<IssuerOptions[K], undefined> } & {
  /** Reads a code of the format, to see whether it says what went into it. Compiled once: it is asked for each code. */
  readonly decode: (text: string) => DecodeResult
  /** Seals at once, where the sealer does. */
  readonly sealNow: SealNow | undefined
}

const LEASE_MS = 30_000

/** @throws OnlineError `option-invalid` */
export function settingsOf(options: IssuerOptions): Settings {
  const { format, tokens, store, sealer, realm = '', holder = '', leaseMs = LEASE_MS } = options
  const { clock = platformClock, onEvent = () => undefined } = options
  if (typeof tokens !== 'function') refuse('tokens', 'a function')
  if (typeof store !== 'object' || store === null) refuse('store', 'a store')
  if (typeof realm !== 'string' || realm.length > 255) refuse('realm', 'a text of at most 255 characters')
  if (typeof holder !== 'string' || holder.length > 255) refuse('holder', 'a text of at most 255 characters')
  if (!(leaseMs >= 1) || leaseMs === Infinity) refuse('leaseMs', 'a number of milliseconds')
  if (sealer === undefined && store.isDurable === true) {
    refuse(
      'sealer',
      'given for a store that outlives its process: createSealer(…), or plaintext to say that none is wanted',
    )
  }
  const { decode } = compileFormats([format])
  const sealedWith = sealer ?? plaintext
  return {
    decode,
    sealNow: directSealing(sealedWith),
    format,
    tokens,
    store,
    sealer: sealedWith,
    realm,
    holder,
    leaseMs,
    clock,
    onEvent,
  }
}

function refuse(option: string, expected: string): never {
  throw onlineError({ code: 'option-invalid', option, expected })
}
