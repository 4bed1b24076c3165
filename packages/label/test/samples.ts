import { encode, thingpark } from '@claimtag/core'
import type { Template } from '@claimtag/label'

const device = { devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002', serialNumber: '26W47-00421' }

/** The fields on labels of the sample device. */
export const FIELDS = { devEui: device.devEui, appEui: device.joinEui, serialNumber: device.serialNumber }

export const CODE = encode({ ...device, ownerToken: 'ecQSH8YIV9/+/HS5mcyF8Q==' }, thingpark)

/** A template of one symbol and the other elements of a test. */
export function templateWith(...elements: Template['elements']): Template {
  return {
    name: 'test',
    stock: { width: 60, height: 30 },
    elements: [{ type: 'qr', id: 'code', x: 0, y: 0, size: 24 }, ...elements],
  }
}

export function text(
  overrides: Partial<Extract<Template['elements'][number], { type: 'text' }>> = {},
): Template['elements'][number] {
  return { type: 'text', id: 'words', x: 25, y: 2, width: 34, size: 2, text: '{devEui}', ...overrides }
}

/** The error that a call throws. */
export function thrownBy(call: () => unknown): Record<string, unknown> {
  try {
    call()
  } catch (error) {
    const { issue, message } = error as { issue: object; message: string }
    return { ...issue, message }
  }
  throw new Error('nothing was thrown')
}
