import type { Fonts, Template } from '@claimtag/label'
import type { FontFiles } from '@claimtag/label/fonts'
import { createSeries, type Series, type SeriesOptions } from '@claimtag/label/series'

const encoder = new TextEncoder()
const writeText = (text: string, bytes: Uint8Array): unknown => encoder.encodeInto(text, bytes)

/** How labels are drawn; what has to be opened for it is opened here. */
type Given = Omit<SeriesOptions, 'barcodes' | 'writeText'> & {
  /** The files of the template's fonts, where these are not open yet. */
  readonly fontFiles?: FontFiles | undefined
}

/**
 * Prepares a template with what it needs beside its design. At once where it needs nothing; encoders of bar codes and
 * fonts are opened first.
 *
 * @throws LabelError when the template cannot work
 */
export function openSeries(template: Template, given: Given): Series | Promise<Series> {
  const bars = hasBarcodes(template)
  if (!bars && given.fontFiles === undefined) return createSeries(template, { ...given, writeText })
  return open(template, given)
}

async function open(template: Template, given: Given): Promise<Series> {
  const barcodes = hasBarcodes(template)
    ? await (await import('@claimtag/label/barcodes')).loadBarcodes(template)
    : undefined
  const fonts: Fonts | undefined =
    given.fontFiles === undefined
      ? given.fonts
      : await (await import('@claimtag/label/fonts')).openFonts(given.fontFiles)
  return createSeries(template, { ...given, barcodes, fonts, writeText })
}

function hasBarcodes({ elements }: Template): boolean {
  return elements.some(({ type }) => type === 'code128' || type === 'datamatrix')
}
