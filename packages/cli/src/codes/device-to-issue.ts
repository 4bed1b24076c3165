import type { Device } from '@claimtag/devices'
import type { DeviceToIssue } from '@claimtag/online'

/** The device of a row, as an issuer takes it: without the token that the row has. */
export function deviceToIssue({ fields, columns }: Device): DeviceToIssue {
  const { ownerToken: _, ...rest } = fields
  return { ...rest, columns }
}
