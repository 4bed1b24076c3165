import type { CartonPlan } from '@claimtag/batch'
import { cartonPresets } from '@claimtag/label'
import { text, wholeNumber } from '../flags/flag-value.ts'
import type { Invocation } from '../program.ts'
import { UsageError } from '../usage-error.ts'
import { looksLikePath } from './config.ts'
import { loadArt, loadFontFiles, loadTemplate } from './template-document.ts'

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
  const name = text(flags['cartonTemplate'])
  if (flags['cartons'] === undefined) {
    if (name !== undefined) throw new UsageError('--carton-template needs --cartons 10.')
    return undefined
  }
  const size = wholeNumber('--cartons', flags['cartons'])
  const wanted = name ?? DEFAULT_TEMPLATE
  const preset = Object.hasOwn(cartonPresets, wanted) ? cartonPresets[wanted] : undefined
  if (preset !== undefined) return { size, template: preset }
  if (!looksLikePath(wanted)) {
    const names = Object.keys(cartonPresets).join(', ')
    throw new UsageError(`There is no carton template ${wanted}. Built in: ${names}; a file ends in .json.`)
  }
  const loaded = await loadTemplate(wanted, cwd)
  return {
    size,
    template: loaded.template,
    art: await loadArt(loaded, dpi),
    fontFiles: await loadFontFiles(loaded),
  }
}
