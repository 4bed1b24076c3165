import { encode, thingpark, thingparkBase64, tr005 } from '@claimtag/core'
import type { Template } from '@claimtag/label'

const device = { devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002', serialNumber: '26W47-00421' }

/** What labels say of the sample device. */
export const FIELDS = { devEui: device.devEui, appEui: device.joinEui, serialNumber: device.serialNumber }

/** The token of the sample device as its codes carry it, by format. */
export const CODES = {
  thingpark: encode({ ...device, ownerToken: 'ecQSH8YIV9/+/HS5mcyF8Q==' }, thingpark),
  tr005: encode({ ...device, ownerToken: '0F1E2D3C4B5A69788796A5B4C3D2E1F0' }, tr005),
  'thingpark-base64': encode({ ...device, ownerToken: 'ecQSH8YIV9/+/HS5mcyF8Q==' }, thingparkBase64),
} as const

export const CODE = CODES.thingpark

/** A template of one symbol and whatever else a test is about. */
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
