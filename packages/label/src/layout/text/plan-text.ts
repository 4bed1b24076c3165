import type { Atlases } from '../../font/atlases.ts'
import type { LabelWarning } from '../../issue/warning.ts'
import { warning } from '../../issue/warn.ts'
import { roundMm } from '../../raster/resolution.ts'
import type { LabelFields } from '../../template/template.ts'
import { wordsOf } from '../content.ts'
import type { TextLayout } from '../layout.ts'
import { placeWords } from './place-text.ts'
import { firstThatWorks } from '../suggestion.ts'

export interface TextPlan {
  readonly element: string
  readonly font: string
  readonly capHeight: number
  readonly capHeightDots: number
  /** Of a text that may have several. */
  readonly lines?: number
  /** Whether it is smaller than the template's size, in order to fit. */
  readonly shrunk: boolean
}

/** Capitals below this height are hard to read on a small label at arm's length. */
const GOOD_CAP_HEIGHT = 0.9

/** Plans a text; `undefined` when it is empty. */
export function planText(
  layout: TextLayout,
  fields: LabelFields,
  atlases: Atlases,
  perMm: number,
  warnings: LabelWarning[],
): TextPlan | undefined {
  const words = wordsOf(layout, fields)
  const placed = words === '' ? [] : placeWords(words, layout, atlases, perMm)
  const capDots = placed[0]?.capDots ?? layout.capDots
  const capHeight = capDots / perMm
  const { name: element, face } = layout
  const font = typeof face === 'string' ? face : (face?.name ?? '')
  if (capHeight < GOOD_CAP_HEIGHT - 0.5 / perMm) {
    const nearest = firstThatWorks(layout, [{ property: 'size', value: GOOD_CAP_HEIGHT }])
    warnings.push(
      warning({ code: 'small-text', element, capHeight: roundMm(capHeight), ...(nearest && { nearest }) }),
    )
  }
  if (placed.length === 0) return undefined
  const shrunk = capDots < layout.capDots
  const lines = layout.lines === 1 ? {} : { lines: placed.length }
  return { element, font, capHeight: roundMm(capHeight), capHeightDots: capDots, ...lines, shrunk }
}
