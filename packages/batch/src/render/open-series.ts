import type { BarcodeEncoder, Template } from '@claimtag/label'
import { createSeries, type Series, type SeriesOptions } from '@claimtag/label/series'

/** What of drawing is opened here, by what the template needs. */
type Given = Omit<SeriesOptions, 'barcodes'>

/**
 * Prepares a template with what it needs beside its design. At once where it needs nothing; encoders of bar codes are
 * loaded first.
 *
 * @throws LabelError when the template cannot work
 */
export function openSeries(template: Template, given: Given): Series | Promise<Series> {
  if (!hasBarcodes(template)) return createSeries(template, given)
  return barcodesFor(template).then((barcodes) => createSeries(template, { ...given, barcodes }))
}

function hasBarcodes({ elements }: Template): boolean {
  return elements.some(({ type }) => type === 'code128' || type === 'datamatrix')
}

async function barcodesFor(template: Template): Promise<BarcodeEncoder | undefined> {
  const { loadBarcodes } = await import('@claimtag/label/barcodes')
  return loadBarcodes(template)
}
