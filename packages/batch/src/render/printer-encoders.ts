import type { Bitmap, Stock } from '@claimtag/label'
import type { BrotherMediaName } from '@claimtag/label/brother'
import type { OutputKind } from './kinds.ts'

/** What a printer has to know about the media. */
export interface PrinterPaper {
  readonly stock: Stock
  readonly dpi: number
  /** For `brother`, which refuses to print on any other. */
  readonly media?: BrotherMediaName | undefined
}

type PrinterEncoder = (bitmap: Bitmap, paper: PrinterPaper) => Uint8Array

export type PrinterKind = Extract<OutputKind, 'zpl' | 'tspl' | 'escpos' | 'epl2' | 'brother'>

/** The dots of a label in the languages of printers. Each is loaded when it is asked for: a job seldom has two. */
const ENCODERS: Readonly<Record<PrinterKind, () => Promise<PrinterEncoder>>> = {
  zpl: async () => {
    const { encodeZpl } = await import('@claimtag/label/zpl')
    return (bitmap) => encodeZpl(bitmap)
  },
  tspl: async () => {
    const { encodeTspl } = await import('@claimtag/label/tspl')
    return (bitmap, { stock }) => encodeTspl(bitmap, { stock })
  },
  escpos: async () => {
    const { encodeEscPos } = await import('@claimtag/label/escpos')
    // A roll of receipts has no gaps: what parts one label from the next is fed.
    return (bitmap, paper) => encodeEscPos(bitmap, { feed: Math.min(LONGEST_FEED, gapOf(paper)) })
  },
  epl2: async () => {
    const { encodeEpl2 } = await import('@claimtag/label/epl2')
    return (bitmap, paper) => encodeEpl2(bitmap, { gap: gapDots(paper) })
  },
  brother: async () => {
    const { encodeBrother } = await import('@claimtag/label/brother')
    return (bitmap, { media }) => {
      if (media === undefined) throw new Error('the stock of a Brother QL is settled before its labels')
      return encodeBrother(bitmap, { media })
    }
  },
}

export function hasPrinterEncoder(kind: OutputKind): kind is PrinterKind {
  return Object.hasOwn(ENCODERS, kind)
}

export function printerEncoder(kind: PrinterKind): Promise<PrinterEncoder> {
  return ENCODERS[kind]()
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
