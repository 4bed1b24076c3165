import type { Stock } from '@claimtag/label'
import { brotherMedia, brotherMediaNames, type BrotherMediaName } from '@claimtag/label/brother'
import { BatchError } from '../issue.ts'

/** Resolution of every Brother QL that is supported. */
const HEAD_DPI = 300

/** Stock is named by whole millimetres: 28.6 mm is a 29. */
const TOLERANCE = 1

/**
 * The media that a Brother QL needs for a job: the requested one, or the die-cut label of the template's size, or
 * else the narrowest roll that is wide enough. The roll for two colours is not guessed: few models print on it.
 *
 * @throws BatchError `brother-resolution`, `brother-stock`
 */
export function brotherStock(stock: Stock, dpi: number, asked: string | undefined): BrotherMediaName {
  if (dpi !== HEAD_DPI) throw new BatchError({ code: 'brother-resolution', detail: String(dpi) })
  const name = asked === undefined ? fitting(stock) : brotherMediaNames.find((one) => one === asked)
  if (name !== undefined) return name
  const detail = asked ?? `${stock.width} × ${stock.height} mm`
  throw new BatchError({ code: 'brother-stock', detail, names: brotherMediaNames })
}

function fitting({ width, height }: Stock): BrotherMediaName | undefined {
  const all = brotherMediaNames.map((name) => ({ name, media: brotherMedia(name) }))
  const label = all.find(
    ({ name, media }) =>
      /^\d/.test(name) &&
      media.kind === 'die-cut' &&
      Math.abs(media.width - width) <= TOLERANCE &&
      Math.abs(media.length - height) <= TOLERANCE,
  )
  const roll = all
    .filter(({ media }) => media.kind === 'continuous' && !media.twoColour && media.width >= width)
    .sort((a, b) => a.media.width - b.media.width)[0]
  return (label ?? roll)?.name
}
