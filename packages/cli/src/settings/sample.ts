import type { LabelledDevice } from '@claimtag/batch'
import { encode, type Format } from '@claimtag/core'
import { UsageError } from '../usage-error.ts'
import type { DeviceFiles } from './device-files.ts'
import type { Settings } from './settings.ts'

/** A device with the longest usual values, so that a label planned for it also fits the others. */
const TYPICAL = {
  devEui: '70B3D57ED00A0004',
  joinEui: '70B3D57ED0000002',
  serialNumber: '26W47-00000',
} as const

/** The forms of tokens, a 16-byte one each. */
const TOKENS = ['AAECAwQFBgcICQoLDA0ODw==', '00102030405060708090A0B0C0D0E0F0', 'C915005D']

/** The first sound device of a file, or an invented one. */
export async function sampleDevice(
  devices: DeviceFiles | undefined,
  { format, columns, ids, visible }: Settings,
): Promise<LabelledDevice> {
  if (devices === undefined)
    return { text: typicalText(format), fields: { ...TYPICAL, appEui: TYPICAL.joinEui } }
  const { firstDevice } = await import('@claimtag/batch')
  const device = await firstDevice(devices.input, format, columns, ids, visible)
  if (device === undefined) throw new UsageError(`No row of ${devices.names.join(', ')} is sound.`)
  return device
}

function typicalText(format: Format): string {
  // Throws the error of a read-only format, since no token could change that.
  if (!format.writable) return encode(TYPICAL, format)
  for (const ownerToken of TOKENS) {
    try {
      return encode({ ...TYPICAL, ownerToken }, format)
    } catch {
      // The token is issued in another form: try the next.
    }
  }
  throw new UsageError(
    `Format ${format.id} needs fields that only real devices have: name a file of devices.`,
  )
}
