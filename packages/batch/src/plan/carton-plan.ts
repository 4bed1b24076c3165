import type { Art, Template } from '@claimtag/label'
import type { FontFiles } from '@claimtag/label/fonts'

/** How devices are packed, as plain data. */
export interface CartonPlan {
  /** Devices in one carton; the last one of a run may have fewer. */
  readonly size: number
  readonly template: Template
  /** The template's pictures as bitmaps. */
  readonly art?: Art | undefined
  /** The files of the template's fonts. */
  readonly fontFiles?: FontFiles | undefined
}

/** Fewer devices than a chunk holds in memory anyway; no symbol lists more. */
export const MOST_IN_CARTON = 1000
