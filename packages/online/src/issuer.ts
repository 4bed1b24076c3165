import { labelFields } from '@claimtag/core'
import type { DeviceRecord, LabelFields } from '@claimtag/core'
import { codeOf } from './attempt/code-of.ts'
import type { Request, Standing } from './attempt/request.ts'
import { difference, normalDevice } from './device/device.ts'
import type { DeviceToIssue, NormalDevice } from './device/device.ts'
import { onlineError } from './issue/issue.ts'
import { settingsOf } from './options.ts'
import type { IssuerOptions } from './options.ts'
import { openSecret } from './seal/seal-code.ts'
import { openDeadline } from './time/deadline.ts'
import type { WaitOptions } from './time/deadline.ts'

/** An issued code. `record` and `text` hold the ownerToken, `fields` do not. */
export interface Issued {
  /** What an app reads from the code. */
  readonly record: DeviceRecord
  /** What the symbol says. */
  readonly text: string
  /** What may be printed beside the symbol. */
  readonly fields: LabelFields
  /** Whether this request made the code; false when it stood already. */
  readonly isNew: boolean
  /** 1, and one more each time the code was reissued. */
  readonly version: number
}

export interface Issuer {
  /**
   * The one code of a device: asked again, or fifty times at once, or after a crash, it is the same.
   *
   * @throws ClaimtagError of this package (`device-conflict`, `token-source-failed`, `deadline-exceeded` …), or of
   *   `encode` when the format cannot carry the fields or the token
   */
  issue(device: DeviceToIssue, options?: WaitOptions): Promise<Issued>
}

/**
 * Issues codes. The token source is asked once for each device, unless an attempt fails, is killed or outlives its
 * lease; even then one code is stored, and that is the one that everyone gets.
 *
 * @throws ClaimtagError `option-invalid`
 * @example
 * ```ts
 * const issuer = createIssuer({ format: thingpark, tokens: randomTokens(fill), store: memoryStore() })
 * const { text } = await issuer.issue({ devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002' })
 * ```
 */
export function createIssuer(options: IssuerOptions): Issuer {
  const settings = settingsOf(options)
  const { realm, clock } = settings

  async function issuedOf(request: Request, { code, secret }: Standing): Promise<Issued> {
    const { device, key, deadline } = request
    const field = difference(device, code.device)
    if (field !== undefined) throw onlineError({ code: 'device-conflict', devEui: key.devEui, field })
    const { format } = settings
    if (code.format !== format.id) {
      const about = { devEui: key.devEui, format: format.id, issuedAs: code.format }
      throw onlineError({ code: 'format-conflict', ...about })
    }
    if (code.status === 'revoked') throw onlineError({ code: 'code-revoked', devEui: key.devEui })
    const { record, text } = secret ?? (await openSecret(settings.sealer, key, code, deadline))
    const columns = device.columns ?? code.device.columns
    const fields = labelFields({ fields: code.device, columns })
    return { record, text, fields, isNew: secret !== undefined, version: code.version }
  }

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

  return {
    async issue(asked, wait = {}) {
      return withDeadline(normalDevice(asked), wait, async (request) =>
        issuedOf(request, await codeOf(request)),
      )
    },
  }
}
