import { labelError } from '../issue/label-error.ts'
import type { BarcodeEncoder, BarcodeKind, BarcodeModules } from '../template/barcode-modules.ts'
import { elementName } from '../template/element-name.ts'
import type { Template } from '../template/template.ts'
import { loadBwip } from './load-bwip.ts'

/**
 * Opens the encoder of bar codes for a template that has some. The package bwip-js encodes them; a template without bar
 * codes does without it.
 *
 * @returns `undefined` for a template without bar codes
 * @throws LabelError `barcodes-missing`
 *
 * @example
 * ```ts
 * import { createLabeller, type Template } from '@claimtag/label'
 * import { loadBarcodes } from '@claimtag/label/barcodes'
 *
 * const bars = { type: 'code128', x: 0, y: 2, width: 45, height: 8, text: '{devEui}' } as const
 * const template: Template = { name: 'bars-45x12', stock: { width: 45, height: 12 }, elements: [bars] }
 * const labeller = createLabeller(template, { dpi: 300, barcodes: await loadBarcodes(template) })
 * const { items } = labeller.place('', { devEui: '70B3D57ED00A0004' })
 * console.log(items[0]?.type) // barcode
 * ```
 */
export async function loadBarcodes({
  elements,
}: Pick<Template, 'elements'>): Promise<BarcodeEncoder | undefined> {
  const index = elements.findIndex(({ type }) => type === 'code128' || type === 'datamatrix')
  const first = elements[index]
  if (first === undefined) return undefined
  const bwip = await loadBwip()
  if (bwip === undefined) throw labelError({ code: 'barcodes-missing', element: elementName(first, index) })
  return (kind, text) => {
    const raw = rawOf(() => bwip.raw(kind, text, {}))
    return raw && modulesOf(kind, raw)
  }
}

/** The parts of what the library gives that are used: widths of bars and spaces in turn, or modules row by row. */
interface Raw {
  readonly sbs?: readonly number[]
  readonly pixs?: readonly number[]
  readonly pixx?: number
}

function rawOf(encode: () => readonly Raw[]): Raw | undefined {
  try {
    return encode()[0]
  } catch (error) {
    // Its errors have no code of their own: the name stands in front of the sentence.
    if (error instanceof Error && /TooLong|maxLength/i.test(error.message)) return undefined
    throw error
  }
}

function modulesOf(kind: BarcodeKind, { sbs = [], pixs = [], pixx = 0 }: Raw): BarcodeModules {
  if (kind === 'datamatrix')
    return { columns: pixx, rows: pixs.length / pixx, dark: Uint8Array.from(pixs, (pixel) => pixel & 1) }
  const dark = Uint8Array.from(
    sbs.flatMap((width, index) => Array.from({ length: width }, () => (index % 2 === 0 ? 1 : 0))),
  )
  return { columns: dark.length, rows: 1, dark }
}
