import { labelFields } from '@claimtag/core'
import type { DeviceRecord, LabelFields } from '@claimtag/core'
import { difference } from '../device/device.ts'
import { onlineError } from '../issue/issue.ts'
import { openSecret } from '../seal/seal-code.ts'
import type { Secret } from '../seal/secret.ts'
import type { StoredCode } from '../store/code-store.ts'
import type { Request, Standing } from './request.ts'

/** An issued code. `record` and `text` hold the ownerToken, `fields` do not. */
export interface Issued {
  /** The record that an app reads from the code. */
  readonly record: DeviceRecord
  /** The text of the symbol. */
  readonly text: string
  /** Texts that may be printed beside the symbol. */
  readonly fields: LabelFields
  /** Whether this request made the code; false when it existed before. */
  readonly isNew: boolean
  /** 1, and one more each time the code was reissued. */
  readonly version: number
}

/**
 * The code that stands, as a caller gets it.
 *
 * @throws OnlineError `device-conflict`, `format-conflict`, `code-revoked`, `unseal-failed`
 */
export async function issuedOf(request: Request, { code, secret }: Standing): Promise<Issued> {
  if (secret !== undefined) return newlyIssued(code, secret)
  const { settings, device, key, deadline } = request
  const field = difference(device, code.device)
  if (field !== undefined) throw onlineError({ code: 'device-conflict', devEui: key.devEui, field })
  const { format } = settings
  if (code.format !== format.id) {
    const about = { devEui: key.devEui, format: format.id, issuedAs: code.format }
    throw onlineError({ code: 'format-conflict', ...about })
  }
  if (code.status === 'revoked') throw onlineError({ code: 'code-revoked', devEui: key.devEui })
  const { record, text } = await openSecret(settings.sealer, key, code, deadline)
  const columns = device.columns ?? code.device.columns
  const fields = labelFields({ fields: code.device, columns })
  return { record, text, fields, isNew: false, version: code.version }
}

/** A code that was just written. It is of its device and of the format, and of this request alone. */
export function newlyIssued({ device, version }: StoredCode, { record, text }: Secret): Issued {
  const fields = labelFields({ fields: device, columns: device.columns })
  return { record, text, fields, isNew: true, version }
}
