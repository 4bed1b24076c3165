import type { LabelFields } from '@claimtag/label'
import type { Device } from '../rows/device.ts'

/** What a template may print of a device: everything but the token. */
export function labelFields({ fields, columns }: Device): LabelFields {
  const { devEui, joinEui, vendorId, vendorProfileId, serialNumber, proprietary } = fields
  return {
    ...columns,
    devEui,
    joinEui,
    appEui: joinEui,
    vendorId,
    vendorProfileId,
    serialNumber,
    proprietary,
  }
}
