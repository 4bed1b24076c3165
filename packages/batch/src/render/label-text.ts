import type { LabelFields } from '@claimtag/label'
import type { Device } from '@claimtag/devices'

/** What a template may print of a device: everything but the token. */
export function labelFields({ fields, columns }: Device): LabelFields {
  const { devEui, joinEui, vendorId, vendorProfileId, serialNumber, proprietary } = fields
  const own = { devEui, joinEui, appEui: joinEui, vendorId, vendorProfileId, serialNumber, proprietary }
  // Most inputs have no other columns, and adding nothing takes as long as writing a label.
  for (const _ in columns) return { ...columns, ...own }
  return own
}
