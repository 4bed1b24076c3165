import type { Art } from '../art/art.ts'
import type { Fonts } from '../font/own-face.ts'
import { type LabelPlan, planLayout } from '../layout/plan.ts'
import type { PlacedLabel } from '../layout/placed.ts'
import type { Bitmap } from '../raster/bitmap.ts'
import type { BarcodeEncoder } from '../template/barcode-modules.ts'
import type { LabelFields, Template } from '../template/template.ts'
import { prepareTemplate } from './prepare.ts'

export interface LabellerOptions {
  readonly dpi: number
  /** Static pictures of the template, from `@claimtag/label/art`. */
  readonly art?: Art | undefined
  /** For bar codes beside the symbol, from `@claimtag/label/barcodes`. */
  readonly barcodes?: BarcodeEncoder | undefined
  /** Fonts that the template names, from `@claimtag/label/fonts`. */
  readonly fonts?: Fonts | undefined
}

/** Makes one label after another from one template at one resolution. */
export interface Labeller {
  readonly template: Template
  readonly dpi: number
  /** Plans a label with this code, without drawing it. */
  plan(text: string, fields?: LabelFields): LabelPlan
  /** The label as placed items, for outputs that draw lines and curves. */
  place(text: string, fields: LabelFields): PlacedLabel
  /** The label in printer dots: the raster of PNG and of every printer language. */
  draw(text: string, fields: LabelFields): Bitmap
}

/**
 * Prepares a template for a job: checks it, lays it out in dots, and draws once everything that is the same on all
 * labels. `draw` and `place` throw for a device whose text does not fit or has a character that the font lacks.
 *
 * @throws LabelError when the template cannot work at this resolution
 *
 * @example
 * ```ts
 * import { createLabeller, defaultTemplate } from '@claimtag/label'
 *
 * const labeller = createLabeller(defaultTemplate, { dpi: 203 })
 * const code = 'LW:D0:70B3D57ED0000002:70B3D57ED00A0004'
 * const bitmap = labeller.draw(code, { devEui: '70B3D57ED00A0004', appEui: '70B3D57ED0000002' })
 * console.log(bitmap.width, bitmap.height) // 400 200
 * ```
 */
export function createLabeller(template: Template, options: LabellerOptions): Labeller {
  const { dpi, barcodes } = options
  const { layout, atlases, place, draw } = prepareTemplate(template, options)
  return {
    template,
    dpi,
    plan: (text, fields) => planLayout(layout, text, fields, { atlases, barcodes }),
    place,
    draw: (text, fields) => draw(place(text, fields)),
  }
}
