import { encode, type Format, thingpark, thingparkBase64, tr005 } from '@claimtag/core'
import { contentOf, createLabeller, type Labeller, presets } from '@claimtag/label'

export const record = { devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002', serialNumber: '26W47-00421' }
export const fields = { devEui: record.devEui, appEui: record.joinEui, serialNumber: record.serialNumber }
export const CODES: readonly (readonly [Format, string])[] = [
  [thingpark, encode({ ...record, ownerToken: 'ecQSH8YIV9/+/HS5mcyF8Q==' }, thingpark)],
  [tr005, encode({ ...record, ownerToken: '0F1E2D3C4B5A69788796A5B4C3D2E1F0' }, tr005)],
  [thingparkBase64, encode({ ...record, ownerToken: 'ecQSH8YIV9/+/HS5mcyF8Q==' }, thingparkBase64)],
]
export const RESOLUTIONS = [203, 300, 600]

/** A label that the planner allows. */
export interface LabelCase {
  readonly name: string
  readonly labeller: Labeller
  readonly code: string
  readonly payloads: readonly string[]
}

/** Every preset at every resolution with every format, or why the planner refuses it. */
export function labelCases(): { readonly cases: readonly LabelCase[]; readonly refused: readonly string[] } {
  const refused: string[] = []
  const cases: LabelCase[] = []
  for (const template of Object.values(presets)) {
    for (const dpi of RESOLUTIONS) {
      for (const [format, code] of CODES) {
        const name = `${template.name} at ${dpi} dpi, ${format.id}`
        try {
          const labeller = createLabeller(template, { dpi })
          labeller.plan(code, fields)
          cases.push({ name, labeller, code, payloads: contentOf(labeller.place(code, fields)).codes })
        } catch (error) {
          refused.push(`${name}: ${(error as { code: string }).code}`)
        }
      }
    }
  }
  return { cases, refused }
}
