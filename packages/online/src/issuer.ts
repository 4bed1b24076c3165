import { ClaimtagError, decode, encode, labelFields, formatToken } from '@claimtag/core'
import type { Clock, DeviceRecord, Format, LabelFields } from '@claimtag/core'
import { platformClock } from './clock.ts'
import { difference, normalDevice } from './device.ts'
import type { DeviceToIssue, NormalDevice } from './device.ts'
import { onlineError, shielded } from './error.ts'
import type { CodeStore, StoredCode } from './store.ts'
import { tokenForm } from './token-form.ts'
import type { TokenSource } from './token-source.ts'

/** Draws the label of a code. `fields` is what may be printed beside the symbol; the token is not among it. */
export type LabelRenderer<Label> = (text: string, fields: LabelFields) => Label | Promise<Label>

export interface IssuerOptions<Label> {
  readonly format: Format
  readonly tokens: TokenSource
  readonly store: CodeStore
  readonly label?: LabelRenderer<Label>
  /** How long one attempt may hold a device before another takes over, in milliseconds: longer than the token source takes. 30,000 unless told otherwise. */
  readonly leaseMs?: number
  /** How often to look whether another attempt is done, in milliseconds. 20 unless told otherwise. */
  readonly pollMs?: number
  /** For reservations: processes that share a store should agree on it to within the lease. */
  readonly clock?: Clock
}

/** An issued code. `record` and `text` hold the ownerToken. */
export interface Issued<Label> {
  readonly record: DeviceRecord
  readonly text: string
  /** What the renderer gave; undefined without one. */
  readonly label: Label
}

export interface Issuer<Label> {
  /**
   * The one code of a device: asked again, or fifty times at once, or after a crash, it is the same. Rejects with
   * a `ClaimtagError`: of this package (`device-conflict`, `token-source-failed` …), or of `encode` when the format
   * cannot carry the fields or the token.
   */
  issue(device: DeviceToIssue): Promise<Issued<Label>>
}

/**
 * Issues codes. The token source is asked once for each device, unless an attempt fails, is killed or outlives its
 * lease; even then the first code stored is the one that everyone gets.
 *
 * @example
 * const issuer = createIssuer({ format: thingpark, tokens: random(fill), store: memoryStore() })
 * const { text } = await issuer.issue({ devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002' })
 */
export function createIssuer<Label = undefined>(options: IssuerOptions<Label>): Issuer<Label> {
  // Without a renderer `Label` is undefined, which the compiler can't see.
  const draw = options.label ?? (() => undefined as Label)
  const { format, store, leaseMs = 30_000, pollMs = 20, clock = platformClock } = options

  async function codeFor(device: NormalDevice): Promise<StoredCode> {
    const { devEui } = device
    for (;;) {
      const now = clock.now()
      const lease = { now, until: now + leaseMs }
      const reservation = await shielded('store-failed', devEui, () => store.reserve(devEui, lease))
      switch (reservation.status) {
        case 'issued':
          return reservation.code
        case 'reserved':
          return makeCode(device, reservation.attempt)
        case 'taken':
          await clock.sleep(Math.min(pollMs, Math.max(reservation.until - now, 1)))
      }
    }
  }

  async function makeCode(device: NormalDevice, attempt: number): Promise<StoredCode> {
    const { devEui } = device
    let code: StoredCode
    try {
      refuseUnwritable(device, format)
      const token = await shielded('token-source-failed', devEui, () =>
        options.tokens(device, { attempt, format }),
      )
      code = written(device, token, format)
    } catch (error) {
      // Nothing came out, so the next request need not wait for the lease to end; should this fail too, it waits.
      await shielded('store-failed', devEui, () => store.release(devEui, attempt)).catch(() => undefined)
      throw error
    }
    return shielded('store-failed', devEui, () => store.fill(devEui, code))
  }

  return {
    async issue(asked) {
      const device = normalDevice(asked)
      const code = await codeFor(device)
      const field = difference(device, code.device)
      if (field !== undefined) throw onlineError('device-conflict', { devEui: device.devEui, field })
      const { record, text } = code
      const label = await shielded('label-failed', device.devEui, () =>
        draw(text, labelFields({ fields: record })),
      )
      return { record, text, label }
    },
  }
}

/** Finds what the format cannot carry before a token is spent on it, by writing the code with a stand-in for the token. */
function refuseUnwritable(device: NormalDevice, format: Format): void {
  const { form, bytes } = tokenForm(format)
  try {
    encode({ ...device, ownerToken: formatToken(new Uint8Array(bytes), form) }, format)
  } catch (error) {
    // The stand-in may not please a format with a taste of its own; the token itself is judged when it is there.
    if (error instanceof ClaimtagError && isAboutToken(error.issue)) return
    throw error
  }
}

function isAboutToken(issue: unknown): boolean {
  return typeof issue === 'object' && issue !== null && 'field' in issue && issue.field === 'ownerToken'
}

/** The code, read back as an app will read it: what the record says is what the code says. */
function written(device: NormalDevice, ownerToken: unknown, format: Format): StoredCode {
  const { devEui } = device
  if (typeof ownerToken !== 'string' || ownerToken === '')
    throw onlineError('token-empty', { devEui, field: 'ownerToken' })
  const text = encode({ ...device, ownerToken }, format)
  const read = decode(text, [format])
  if (!read.ok || read.record.devEui !== devEui || read.record.ownerToken !== ownerToken) {
    throw onlineError('code-unreadable', { devEui })
  }
  return { device, record: read.record, text, format: format.id }
}
