import { encode, type Format, thingpark, thingparkBase64, tr005 } from '@claimtag/core'
import { type Bitmap, createLabeller, presets } from '@claimtag/label'

/** A label as it was printed, and where its symbol is. */
export interface PrintedLabel {
  readonly text: string
  readonly bitmap: Bitmap
  readonly symbol: {
    readonly x: number
    readonly y: number
    readonly modules: number
    /** Printer dots a module. */
    readonly dots: number
  }
}

/** Symbols of version 5 with level M and of version 6 with level Q, as the planner chooses them. */
const KINDS: readonly (readonly [preset: string, dpi: number, format: Format])[] = [
  ['device-50x25', 203, thingpark],
  ['device-62x29', 203, tr005],
  ['device-40x20', 300, thingparkBase64],
  ['device-20x20', 300, thingpark],
  ['device-100x50', 203, tr005],
  ['device-25x25', 203, thingparkBase64],
]

/** Labels of our own, of several stocks, resolutions and formats. */
export function printedLabels(): readonly PrintedLabel[] {
  return KINDS.map(([preset, dpi, format], index) => {
    const template = presets[preset]
    if (template === undefined) throw new Error(`There is no preset ${preset}.`)
    const devEui = `70B3D57ED00A${(0x1000 + index * 7).toString(16).toUpperCase()}`
    const record = { devEui, joinEui: '70B3D57ED0000002', serialNumber: `26W47-0042${index}` }
    const ownerToken = format === tr005 ? TOKENS.hex : TOKENS.base64
    const text = encode({ ...record, ownerToken }, format)
    const labeller = createLabeller(template, { dpi })
    const fields = { devEui, appEui: record.joinEui, serialNumber: record.serialNumber }
    const [symbol] = labeller
      .place(text, fields)
      .items.filter((item) => item.type === 'symbol' && item.text === text)
    if (symbol?.type !== 'symbol') throw new Error(`${preset} has no symbol of the code.`)
    const { x, y, modules, dots } = symbol
    return { text, bitmap: labeller.draw(text, fields), symbol: { x, y, modules, dots } }
  })
}

const TOKENS = { base64: 'ecQSH8YIV9/+/HS5mcyF8Q==', hex: '0F1E2D3C4B5A69788796A5B4C3D2E1F0' }
