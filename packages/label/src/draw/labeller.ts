import type { Art } from '../art/art.ts'
import { type LabelPlan, planLayout } from '../layout/plan.ts'
import type { PlacedLabel } from '../layout/placed.ts'
import type { Bitmap } from '../raster/bitmap.ts'
import type { LabelFields, Template } from '../template/template.ts'
import { prepareTemplate } from './prepare.ts'

export interface LabellerOptions {
  readonly dpi: number
  /** Static pictures of the template, from `@claimtag/label/art`. */
  readonly art?: Art | undefined
}

/** Makes one label after another from one template at one resolution. */
export interface Labeller {
  readonly template: Template
  readonly dpi: number
  /** What a label with this code will be. */
  plan(text: string, fields?: LabelFields): LabelPlan
  /** The label as placed items, for outputs that draw lines and curves. */
  place(text: string, fields: LabelFields): PlacedLabel
  /** The label at printer dots: the one raster that PNG and every printer's raster are made of. */
  draw(text: string, fields: LabelFields): Bitmap
}

/**
 * Prepares a template for a job: checked, laid out in dots, fonts and all that never changes drawn once.
 *
 * Throws `LabelError` for a template that cannot work at this resolution; `draw` and `place` throw it for a device
 * whose text does not fit or has a character that the font lacks.
 *
 * @example
 * const labeller = createLabeller(defaultTemplate, { dpi: 203 })
 * labeller.draw(code, { devEui: '70B3D57ED00A0004', appEui: '70B3D57ED0000002' }).width // 400
 */
export function createLabeller(template: Template, { dpi, art }: LabellerOptions): Labeller {
  const { layout, atlases, place, draw } = prepareTemplate(template, dpi, art)
  return {
    template,
    dpi,
    plan: (text, fields) => planLayout(layout, text, fields, atlases),
    place,
    draw: (text, fields) => draw(place(text, fields)),
  }
}
