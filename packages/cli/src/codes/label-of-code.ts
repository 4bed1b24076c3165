import { createLabelMaker, hasPicture, outputKind, type OutputKind } from '@claimtag/batch'
import type { Issued } from '@claimtag/online'
import { extname } from 'node:path'
import { text } from '../flags/flag-value.ts'
import type { Invocation } from '../program.ts'
import type { Settings } from '../settings/settings.ts'
import { UsageError } from '../usage-error.ts'

/**
 * The kind of a label, from `--as` or the extension of its file's name.
 *
 * @throws UsageError for a kind without a picture, which could not be read back
 * @throws BatchError `unknown-output`
 */
export function kindOfLabel(
  { flags }: Pick<Invocation, 'flags'>,
  file: string,
): Exclude<OutputKind, 'csv' | 'zpl-native'> {
  const asked = text(flags['as']) ?? (extname(file).slice(1).toLowerCase() || 'png')
  const kind = outputKind(asked)
  if (!hasPicture(kind))
    throw new UsageError(`A label alone is no ${kind}: png, svg, pdf, zpl or another picture.`)
  return kind
}

/** The label of a code, after it was read back. */
export async function labelOfCode(
  { text: code, fields }: Pick<Issued, 'text' | 'fields'>,
  as: ReturnType<typeof kindOfLabel>,
  { template, dpi, art, fontFiles, config }: Settings,
): Promise<Uint8Array> {
  return createLabelMaker({ as, template, dpi, art, fontFiles, media: config.media }).make(code, fields)
}
