import { usesDate, withDate, type Template } from '@claimtag/label'
import type { CartonPlan } from './carton-plan.ts'

interface Designs {
  readonly template: Template
  readonly cartons?: CartonPlan | undefined
}

/** Whether any label of a job shows its date. */
export function isDated({ template, cartons }: Designs): boolean {
  return usesDate(template) || (cartons !== undefined && usesDate(cartons.template))
}

/**
 * Puts the date of the job into its templates; a job whose labels show none has no date. Done once, so that a job that
 * goes on after midnight makes the same labels.
 *
 * @throws LabelError `bad-date`, `bad-date-format`
 */
export function dated<O extends Designs>(
  options: O,
  date: () => string,
): O & { readonly date?: string | undefined } {
  if (!isDated(options)) return { ...options, date: undefined }
  const { template, cartons } = options
  const day = date()
  return {
    ...options,
    date: day,
    template: withDate(template, day),
    ...(cartons && { cartons: { ...cartons, template: withDate(cartons.template, day) } }),
  }
}
