import type { Bitmap, Stock } from '@claimtag/label'
import { encodeBrother, type BrotherMediaName } from '@claimtag/label/brother'
import { encodeEpl2 } from '@claimtag/label/epl2'
import { encodeEscPos } from '@claimtag/label/escpos'
import { encodeTspl } from '@claimtag/label/tspl'
import { encodeZpl } from '@claimtag/label/zpl'
import type { OutputKind } from './kinds.ts'

/** What a printer has to know about the media. */
export interface PrinterPaper {
  readonly stock: Stock
  readonly dpi: number
  /** For `brother`, which refuses to print on any other. */
  readonly media?: BrotherMediaName | undefined
}

/** The encoder of each printer language. */
export const PRINTER_ENCODERS = {
  zpl: (bitmap) => encodeZpl(bitmap),
  tspl: (bitmap, { stock }) => encodeTspl(bitmap, { stock }),
  // A roll of receipts has no gaps, so the paper is fed by the gap after each label.
  escpos: (bitmap, paper) => encodeEscPos(bitmap, { feed: Math.min(LONGEST_FEED, gapOf(paper)) }),
  epl2: (bitmap, paper) => encodeEpl2(bitmap, { gap: gapDots(paper) }),
  brother: (bitmap, { media }) => {
    if (media === undefined) throw new Error('the stock of a Brother QL is settled before its labels')
    return encodeBrother(bitmap, { media })
  },
} satisfies Partial<Record<OutputKind, (bitmap: Bitmap, paper: PrinterPaper) => Uint8Array>>

export type PrinterKind = keyof typeof PRINTER_ENCODERS

export function hasPrinterEncoder(kind: OutputKind): kind is PrinterKind {
  return Object.hasOwn(PRINTER_ENCODERS, kind)
}

/** `Q` p2: 16 to 240 dots, or 0 on a roll without gaps. */
const [LEAST_GAP, LARGEST_GAP] = [16, 240]
const DEFAULT_GAP_MM = 3
/** `ESC J` takes one byte. */
const LONGEST_FEED = 255

function gapOf({ stock: { gap = DEFAULT_GAP_MM }, dpi }: PrinterPaper): number {
  return Math.round((gap * dpi) / 25.4)
}

function gapDots(paper: PrinterPaper): number {
  const dots = gapOf(paper)
  return dots === 0 ? 0 : Math.min(LARGEST_GAP, Math.max(LEAST_GAP, dots))
}
