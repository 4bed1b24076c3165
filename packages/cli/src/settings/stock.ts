import { ClaimtagError } from '@claimtag/core'
import {
  presets,
  suggestStock,
  templateForStock,
  type LabelIssueCode,
  type PlanOptions,
  type Template,
} from '@claimtag/label'
import { UsageError } from '../usage-error.ts'

/** `25x25`, `25,4 × 12,7 mm`: width and height of one label. */
const SIZE = /^(\d+(?:[.,]\d+)?) *[x×*] *(\d+(?:[.,]\d+)?) *(?:mm)?$/i
const LEAST_MM = 5
const MOST_MM = 500

/**
 * The template for a stock by its size in mm: the built-in one of exactly this size, or else one made for it.
 *
 * @returns `undefined` when the text is not a size
 * @throws UsageError for a size that no label has
 */
export function templateOfSize(text: string): Template | undefined {
  const [, ...sides] = SIZE.exec(text) ?? []
  const [width, height] = sides.map((side) => Number(side.replace(',', '.')))
  if (width === undefined || height === undefined) return undefined
  if (Math.min(width, height) < LEAST_MM || Math.max(width, height) > MOST_MM) {
    throw new UsageError(`A label has ${LEAST_MM} to ${MOST_MM} mm on a side, not ${text}.`)
  }
  const builtIn = Object.values(presets).find(
    ({ name, sheet, stock }) =>
      name.startsWith('device-') && sheet === undefined && stock.width === width && stock.height === height,
  )
  return builtIn ?? templateForStock(width, height)
}

/**
 * The template for a stock by its size or by the name of a built-in template for it.
 *
 * @throws UsageError
 */
export function templateOfStock(text: string): Template {
  const template = presets[text] ?? templateOfSize(text)
  if (template === undefined) {
    throw new UsageError(
      `${text} is no stock: give width x height in mm, as in --stock 25x25, or one of ${Object.keys(presets).join(', ')}.`,
    )
  }
  return template
}

/** Issues that another stock, or another resolution, may solve. */
const DOES_NOT_FIT: ReadonlySet<string> = new Set<LabelIssueCode>([
  'off-label',
  'overlap',
  'in-quiet-zone',
  'symbol-too-small',
  'code-too-long',
  'text-too-long',
  'text-too-small',
  'too-thin',
])

type Misfit = ClaimtagError<{ readonly code: string }>

/** Whether a label was refused for its size. */
export function isMisfit(error: unknown): error is Misfit {
  return error instanceof ClaimtagError && DOES_NOT_FIT.has(String(error.code))
}

/** A stock of the built-in templates that can hold a code. */
export interface WorkingStock {
  readonly template: string
  readonly width: number
  readonly height: number
  readonly dotsPerModule: number
  /** Codes of the planner's warnings; empty when there are none. */
  readonly warnings: readonly string[]
}

/** All stocks that carry the labels of some devices at a resolution, smallest first. */
export function workingStocks(
  dpi: number,
  devices: readonly Omit<PlanOptions, 'dpi'>[],
): readonly WorkingStock[] {
  const working = devices.map((device) => suggestStock({ ...device, dpi }))
  return (working[0] ?? [])
    .flatMap(({ template, width, height }) => {
      const plans = working.flatMap((some) => some.find((one) => one.template === template) ?? [])
      if (plans.length < devices.length) return []
      const dots = plans.flatMap(({ symbols }) => symbols.map(({ dotsPerModule }) => dotsPerModule))
      const codes = plans.flatMap(({ warnings }) => warnings.map(({ code }) => code))
      return [{ template, width, height, dotsPerModule: Math.min(...dots), warnings: [...new Set(codes)] }]
    })
    .sort((a, b) => a.width * a.height - b.width * b.height)
}
