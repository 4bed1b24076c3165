import type { Template } from '@claimtag/label'
import type { BrotherMediaName } from '@claimtag/label/brother'
import type { OutputKind } from './kinds.ts'

/**
 * The media that the outputs need, which none but a Brother QL does.
 *
 * @param media as requested
 * @throws BatchError `brother-resolution`, `brother-stock`
 */
export async function mediaFor(
  as: readonly OutputKind[],
  {
    template,
    dpi,
    media,
  }: { readonly template: Template; readonly dpi: number; readonly media?: string | undefined },
): Promise<BrotherMediaName | undefined> {
  if (!as.includes('brother')) return undefined
  // Its tables are only loaded when they are needed.
  const { brotherStock } = await import('./brother-stock.ts')
  return brotherStock(template.stock, dpi, media)
}
