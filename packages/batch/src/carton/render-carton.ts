import { contentOf } from '@claimtag/label'
import { symbolPlaces } from '@claimtag/label/series'
import type { JobSource } from '../plan/job-plan.ts'
import type { OutputKind } from '../render/kinds.ts'
import { openSeries } from '../render/open-series.ts'
import { createPlacedRenderer } from '../render/render-label.ts'
import { barcodesOf, type RenderedLabel } from '../render/rendered-label.ts'
import { type Carton, createCartonFields } from './carton.ts'
import { cartonKinds } from './carton-template.ts'

/** Makes the labels of cartons. */
export interface CartonRenderer {
  /** @throws LabelError, EncodeError when it cannot be printed */
  check(carton: Carton, cartons: number): void
  /** Outputs are valid until the next label is drawn. */
  render(carton: Carton, cartons: number): RenderedLabel
}

/** @returns `undefined` for a job without cartons */
export async function createCartonRenderer(
  { cartons: plan, dpi, media, native, printing }: JobSource,
  as: readonly OutputKind[],
): Promise<CartonRenderer | undefined> {
  if (plan === undefined) return undefined
  const { template, art, fontFiles } = plan
  const series = await openSeries(template, { dpi, art, fontFiles, media, native })
  const fieldsOf = createCartonFields(template)
  const draw = await createPlacedRenderer(series, cartonKinds(as), { media, art, printing })
  return {
    check: (carton, cartons) => void series.check(NO_CODE, fieldsOf(carton, cartons)),
    render(carton, cartons) {
      const placed = series.place(NO_CODE, fieldsOf(carton, cartons))
      const content = contentOf(placed)
      const barcodes = barcodesOf(placed, content)
      return { symbols: symbolPlaces(placed), codes: content.codes, barcodes, outputs: draw(placed) }
    },
  }
}

/** A carton has no code of its own, and holds none of its devices'. */
const NO_CODE = ''
