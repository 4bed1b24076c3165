import { createLabelMaker, type LabelMaker } from '@claimtag/batch'
import { defaultTemplate, type Template } from '@claimtag/label'
import type { Issued } from '@claimtag/online'

/** Media types that a client may accept, and their kinds of label. `*` gives the first one. */
const KINDS = {
  'image/png': 'png',
  'image/svg+xml': 'svg',
  'application/pdf': 'pdf',
  'application/zpl': 'zpl',
} as const

export type MediaType = keyof typeof KINDS

export interface Labels {
  /** @throws VerificationError for a label that does not read back */
  make(type: MediaType, issued: Pick<Issued, 'text' | 'fields'>): Promise<Uint8Array>
}

/** Labels of one design, each read back before it is returned. */
export function createLabels(template: Template = defaultTemplate, dpi = 300): Labels {
  const makers = new Map<MediaType, LabelMaker>()
  return {
    make(type, { text, fields }) {
      const maker = makers.get(type) ?? createLabelMaker({ as: KINDS[type], template, dpi })
      makers.set(type, maker)
      return maker.make(text, fields)
    },
  }
}

/**
 * The best type of label for an `Accept` header (RFC 9110, 12.5.1); `json` where JSON is preferred or equal;
 * `undefined` when nothing fits.
 */
export function accepted(header: string | undefined): MediaType | 'json' | undefined {
  const wanted = (header ?? '*/*')
    .split(',')
    .map((part, at) => {
      const [range = '', ...parameters] = part.trim().toLowerCase().split(';')
      const quality = parameters
        .map((one) => /^\s*q=([\d.]+)\s*$/.exec(one)?.[1])
        .find((q) => q !== undefined)
      return { range: range.trim(), quality: Number(quality ?? 1), at }
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality || a.at - b.at)
  for (const { range } of wanted) {
    if (range === '*/*' || range === 'application/json' || range === 'application/*') return 'json'
    if (range === 'image/*') return 'image/png'
    if (Object.hasOwn(KINDS, range)) return range as MediaType
  }
  return undefined
}
