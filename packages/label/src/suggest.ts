import { ClaimtagError } from '@claimtag/core'
import { type LabelPlan, planLabel, type PlanOptions } from './layout/plan.ts'
import { presets } from './presets/index.ts'

/**
 * Plans all device labels among the presets that can hold a text at a resolution: smallest stock first, those without
 * a warning before those with one.
 *
 * @example
 * ```ts
 * import { suggestStock } from '@claimtag/label'
 *
 * const text = 'LW:D0:70B3D57ED0000002:70B3D57ED00A0004'
 * console.log(suggestStock({ dpi: 203, text })[0]?.template) // device-25x25
 * ```
 */
export function suggestStock(options: PlanOptions): LabelPlan[] {
  const plans = Object.values(presets).flatMap((template) => {
    if (template.sheet !== undefined || !template.name.startsWith('device-')) return []
    try {
      return [planLabel(template, options)]
    } catch (error) {
      if (error instanceof ClaimtagError) return []
      throw error
    }
  })
  return plans.sort(
    (a, b) => Number(a.warnings.length > 0) - Number(b.warnings.length > 0) || area(a) - area(b),
  )
}

function area({ width, height }: LabelPlan): number {
  return width * height
}
