import { ClaimtagError } from '@claimtag/core'
import { type LabelPlan, planLabel, type PlanOptions } from './layout/plan.ts'
import { presets } from './presets/index.ts'

/**
 * The plans of all device labels among the presets that can carry a text at a resolution, smallest stock first;
 * those without a warning before those with one.
 *
 * @example
 * suggestStock({ dpi: 203, text: code })[0]?.template // 'device-25x25'
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
