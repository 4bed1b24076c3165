import { labelFields } from '@claimtag/core'
import { codeOf } from './attempt/code-of.ts'
import { issuedOf } from './attempt/issued.ts'
import type { Issued } from './attempt/issued.ts'
import type { Request } from './attempt/request.ts'
import { accessStore } from './attempt/store-access.ts'
import { normalDevice } from './device/device.ts'
import type { DeviceToIssue, NormalDevice } from './device/device.ts'
import { onlineError } from './issue/issue.ts'
import { settingsOf } from './options.ts'
import type { IssuerOptions } from './options.ts'
import { entryOf, reissueCode, revokeCode } from './register/changes.ts'
import type { ChangeOptions } from './register/changes.ts'
import { duplicateTokens } from './register/duplicates.ts'
import type { DuplicateToken } from './register/duplicates.ts'
import { exportTokens } from './register/export-tokens.ts'
import type { ExportedToken } from './register/export-tokens.ts'
import { issueChunk } from './register/issue-chunk.ts'
import { issueEach } from './register/issue-many.ts'
import type { IssuedOne } from './register/issue-many.ts'
import { listCodes } from './register/list.ts'
import type { ListedCode } from './register/list.ts'
import { reconcileCodes } from './register/reconcile.ts'
import type { Difference } from './register/reconcile.ts'
import { rewrapCodes } from './register/rewrap.ts'
import type { Rewrapped } from './register/rewrap.ts'
import { openSecret } from './seal/seal-code.ts'
import type { AuditRecord } from './store/code-store.ts'
import { openDeadline } from './time/deadline.ts'
import type { WaitOptions } from './time/deadline.ts'

export interface FindOptions extends WaitOptions {
  /**
   * Whether the answer has to be the newest, because something is decided by it, such as whether a label is printed: a
   * replica, which may not know yet that a code was revoked, is not asked then.
   */
  readonly isLatest?: boolean | undefined
}

/** A code that was looked up. */
export interface FoundCode extends Issued {
  readonly isRevoked: boolean
  /** The device as it was asked for. */
  readonly device: NormalDevice
  /** The format's id. */
  readonly format: string
}

export interface Issuer {
  /**
   * The one code of a device: the same for every request, also for fifty at once and after a crash.
   *
   * @throws OnlineError `device-conflict`, `token-source-failed`, `deadline-exceeded` …
   * @throws ClaimtagError as `encode`, when the format cannot encode the fields or the token
   */
  issue(device: DeviceToIssue, options?: WaitOptions): Promise<Issued>
  /**
   * The codes of many devices, in their order, many at a time. A refused device does not end the run: its outcome
   * says why. The deadline applies to each device.
   */
  issueMany(
    devices: Iterable<DeviceToIssue> | AsyncIterable<DeviceToIssue>,
    options?: WaitOptions,
  ): AsyncGenerator<IssuedOne<Issued>, void, undefined>
  /**
   * All codes in the order of their DevEUIs, also revoked ones, without their tokens. The deadline applies to each
   * page.
   */
  list(options?: WaitOptions): AsyncGenerator<ListedCode, void, undefined>
  /**
   * The code of a device, also a revoked one; `undefined` if it has none. Where the store has a replica, that one is
   * asked, and may lag behind.
   *
   * @throws OnlineError `unseal-failed` …
   */
  find(devEui: string, options?: FindOptions): Promise<FoundCode | undefined>
  /**
   * Replaces the code by a new one with a new token, and records that. Fields may differ from those before.
   *
   * @throws OnlineError `code-missing`, `code-moved-on` (another request was faster)
   */
  reissue(device: DeviceToIssue, options: ChangeOptions): Promise<Issued>
  /**
   * Revokes a code and records that: it is not given out any more, until it is reissued.
   *
   * @throws OnlineError `code-missing`
   */
  revoke(devEui: string, options: ChangeOptions): Promise<void>
  /**
   * Records that a label was printed again.
   *
   * @throws OnlineError `code-missing`
   */
  reprinted(devEui: string, options: ChangeOptions): Promise<void>
  /** The recorded changes of a code since it was issued, oldest first. */
  history(devEui: string, options?: WaitOptions): Promise<readonly AuditRecord[]>
  /** Seals with the current key all codes that another key has sealed. If it is stopped, the next call goes on. */
  rewrap(options?: WaitOptions): Promise<Rewrapped>
  /**
   * Devices for which the token source has another token.
   *
   * @throws OnlineError `option-invalid` (a source without `lookUp`)
   */
  reconcile(options?: WaitOptions): AsyncGenerator<Difference, void, undefined>
  /** The tokens of all codes that were not revoked, for a Join Server that takes tokens. Each export is recorded. */
  exportTokens(options: ChangeOptions): AsyncGenerator<ExportedToken, void, undefined>
  /** Tokens that more than one device has. Needs a sealer with an index key. */
  duplicates(options?: WaitOptions): Promise<readonly DuplicateToken[]>
}

/**
 * Issues codes. The token source is asked once for each device, unless an attempt fails, is killed or outlives its
 * lease; even then one code is stored, and every caller gets that one.
 *
 * @throws OnlineError `option-invalid`
 *
 * @example
 * ```ts
 * import { thingpark } from '@claimtag/core'
 * import { createIssuer, memoryStore, randomTokens } from '@claimtag/online'
 *
 * const tokens = randomTokens((bytes) => crypto.getRandomValues(bytes))
 * const issuer = createIssuer({ format: thingpark, tokens, store: memoryStore() })
 * const first = await issuer.issue({ devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002' })
 * const second = await issuer.issue({ devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002' })
 * console.log(first.isNew, second.isNew, first.text === second.text) // true false true
 * ```
 */
export function createIssuer(options: IssuerOptions): Issuer {
  const settings = settingsOf(options)
  const { realm, clock } = settings

  async function withDeadline<T>(
    device: NormalDevice,
    wait: WaitOptions,
    work: (request: Request) => Promise<T>,
  ): Promise<T> {
    const { devEui } = device
    const deadline = openDeadline(clock, wait, devEui)
    try {
      return await work({ settings, device, key: { realm, devEui }, deadline })
    } finally {
      deadline.close()
    }
  }

  function withDevEui<T>(
    devEui: string,
    wait: WaitOptions,
    work: (request: Request) => Promise<T>,
  ): Promise<T> {
    return withDeadline(normalDevice({ devEui }), wait, work)
  }

  const issue: Issuer['issue'] = async (asked, wait = {}) =>
    withDeadline(normalDevice(asked), wait, async (request) => issuedOf(request, await codeOf(request)))

  return {
    issue,
    issueMany: (devices, wait = {}) =>
      issueEach(devices, wait, (chunk, chunkWait) => issueChunk(settings, chunk, chunkWait, issue)),
    async find(devEui, { isLatest = false, ...wait } = {}) {
      return withDevEui(devEui, wait, async ({ key, deadline }) => {
        const access = accessStore(settings, key, deadline)
        const code = await (isLatest ? access.find() : access.look())
        if (code === undefined) return undefined
        const { record, text } = await openSecret(settings.sealer, key, code, deadline)
        const { device, format, version, status } = code
        return {
          record,
          text,
          device,
          fields: labelFields({ fields: device, columns: device.columns }),
          format,
          version,
          isNew: false,
          isRevoked: status === 'revoked',
        }
      })
    },
    async reissue(asked, change) {
      const entry = entryOf('reissued', change, settings.holder)
      return withDeadline(normalDevice(asked), change, async (request) =>
        issuedOf(request, await reissueCode(request, entry)),
      )
    },
    async revoke(devEui, change) {
      const entry = entryOf('revoked', change, settings.holder)
      return withDevEui(devEui, change, (request) => revokeCode(request, entry))
    },
    async reprinted(devEui, change) {
      const entry = entryOf('reprinted', change, settings.holder)
      return withDevEui(devEui, change, async ({ key, deadline }) => {
        const isThere = await accessStore(settings, key, deadline).note(entry)
        if (!isThere) throw onlineError({ code: 'code-missing', devEui: key.devEui })
      })
    },
    async history(devEui, wait = {}) {
      return withDevEui(devEui, wait, ({ key, deadline }) => accessStore(settings, key, deadline).history())
    },
    list: (wait = {}) => listCodes(settings, wait),
    rewrap: (wait = {}) => rewrapCodes(settings, wait),
    reconcile(wait = {}) {
      const { lookUp } = settings.tokens
      if (typeof lookUp === 'function') return reconcileCodes(settings, lookUp, wait)
      throw onlineError({ code: 'option-invalid', option: 'tokens', expected: 'a source that can look up' })
    },
    exportTokens: (change) => exportTokens(settings, entryOf('exported', change, settings.holder), change),
    duplicates: (wait = {}) => duplicateTokens(settings, wait),
  }
}
