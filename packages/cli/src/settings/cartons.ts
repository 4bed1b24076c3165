import type { CartonPlan } from '@claimtag/batch'
import { cartonPresets } from '@claimtag/label'
import type { PackPlan } from '@claimtag/line'
import { text, wholeNumber } from '../flags/flag-value.ts'
import type { Invocation } from '../program.ts'
import { UsageError } from '../usage-error.ts'
import { looksLikePath } from './config.ts'
import { loadDesign, loadTemplate } from './template-document.ts'

const DEFAULT_TEMPLATE = 'carton-100x50'

/**
 * How devices are packed: `--cartons 10 --carton-template carton-100x50`.
 *
 * @returns `undefined` without `--cartons`
 * @throws UsageError
 */
export async function loadCartons(
  { flags }: Pick<Invocation, 'flags'>,
  cwd: string,
  dpi: number,
): Promise<CartonPlan | undefined> {
  const asked = packsAsked(flags, 'carton', 10)
  if (asked === undefined) return undefined
  const { size, name: wanted = DEFAULT_TEMPLATE } = asked
  const preset = Object.hasOwn(cartonPresets, wanted) ? cartonPresets[wanted] : undefined
  if (preset !== undefined) return { size, template: preset }
  if (!looksLikePath(wanted)) {
    const names = Object.keys(cartonPresets).join(', ')
    throw new UsageError(`There is no carton template ${wanted}. Built in: ${names}; a file ends in .json.`)
  }
  return { size, ...(await loadDesign(await loadTemplate(wanted, cwd), dpi)) }
}

/**
 * How cartons are put onto pallets: `--pallets 20 --pallet-template pallet.json`.
 *
 * @returns `undefined` without `--pallets`
 * @throws UsageError
 */
export async function loadPallets(
  { flags }: Pick<Invocation, 'flags'>,
  cwd: string,
  dpi: number,
): Promise<PackPlan | undefined> {
  const asked = packsAsked(flags, 'pallet', 20)
  if (asked === undefined) return undefined
  const { size, name } = asked
  return name === undefined ? { size } : { size, ...(await loadDesign(await loadTemplate(name, cwd), dpi)) }
}

/** How many go into one, and the name of its template. */
function packsAsked(
  flags: Invocation['flags'],
  what: 'carton' | 'pallet',
  example: number,
): { readonly size: number; readonly name: string | undefined } | undefined {
  const [size, name] = [flags[`${what}s`], text(flags[`${what}Template`])]
  if (size !== undefined) return { size: wholeNumber(`--${what}s`, size), name }
  if (name !== undefined) throw new UsageError(`--${what}-template needs --${what}s ${example}.`)
  return undefined
}
