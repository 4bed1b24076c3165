import { labelFields } from '@claimtag/core'
import type { DeviceRecord, LabelFields } from '@claimtag/core'
import { difference } from '../device/device.ts'
import { onlineError } from '../issue/issue.ts'
import { openSecret } from '../seal/seal-code.ts'
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
  const { settings, device, key, deadline } = request
  // A code that this request wrote matches its device.
  const field = secret === undefined ? difference(device, code.device) : undefined
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
