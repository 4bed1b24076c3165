import type { PackPlan } from '@claimtag/line'
import type { LanguageName } from '@claimtag/printer'
import { text, wholeNumber } from '../flags/flag-value.ts'
import type { Invocation } from '../program.ts'
import { loadCartons, loadPallets } from '../settings/cartons.ts'
import { UsageError } from '../usage-error.ts'

interface PackPlans {
  readonly cartons: PackPlan | undefined
  readonly pallets: PackPlan | undefined
}

/**
 * How a line packs, and where the labels of packs are printed.
 *
 * @param dpi of the printer of devices
 * @throws UsageError
 */
export async function packPlans(
  invocation: Pick<Invocation, 'flags'>,
  cwd: string,
  dpi: number,
): Promise<PackPlans> {
  const { flags } = invocation
  const [ofCartons, ofPallets] = [placeOf(flags, 'carton'), placeOf(flags, 'pallet')]
  const cartonDpi = ofCartons.dpi ?? dpi
  const cartons = await loadCartons(invocation, cwd, cartonDpi)
  const pallets = await loadPallets(invocation, cwd, ofPallets.dpi ?? cartonDpi)
  return {
    // Without a template, the line's own: how many cartons there will be is not known yet.
    cartons: cartons && {
      ...(flags['cartonTemplate'] === undefined ? { size: cartons.size } : cartons),
      ...ofCartons,
    },
    pallets: pallets && { ...pallets, ...ofPallets },
  }
}

/** @throws UsageError */
export function printerLanguageOf(asked = 'zpl'): LanguageName {
  if (asked === 'zpl' || asked === 'tspl') return asked
  throw new UsageError(`A printer takes zpl or tspl, not ${asked}.`)
}

/** The printer of packs: what of it is said. */
function placeOf(flags: Invocation['flags'], what: 'carton' | 'pallet'): Omit<PackPlan, 'size'> {
  const [to, as, dots] = [text(flags[`${what}To`]), text(flags[`${what}As`]), flags[`${what}Dpi`]]
  if (to === undefined && (as !== undefined || dots !== undefined))
    throw new UsageError(`--${what}-as and --${what}-dpi need --${what}-to tcp://host:9100.`)
  if (to !== undefined && flags[`${what}s`] === undefined)
    throw new UsageError(`--${what}-to needs --${what}s 10.`)
  return {
    to,
    language: as === undefined ? undefined : printerLanguageOf(as),
    dpi: dots === undefined ? undefined : wholeNumber(`--${what}-dpi`, dots),
  }
}
