import type { Bitmap, Stock } from '@claimtag/label'
import type { BrotherMediaName } from '@claimtag/label/brother'
import type { Epl2Options } from '@claimtag/label/epl2'
import type { TsplOptions } from '@claimtag/label/tspl'
import { BatchError } from '../issue.ts'
import type { OutputKind } from './kinds.ts'
import { type LabelPrinting, labelPrinting, type Printing, settingsOf } from './printing.ts'

/** What a printer has to know about the media. */
export interface PrinterPaper {
  readonly stock: Stock
  readonly dpi: number
  /** For `brother`, which refuses to print on any other. */
  readonly media?: BrotherMediaName | undefined
  readonly printing?: LabelPrinting | undefined
}

type PrinterEncoder = (bitmap: Bitmap, paper: PrinterPaper) => Uint8Array

export type PrinterKind = Extract<OutputKind, 'zpl' | 'tspl' | 'escpos' | 'epl2' | 'brother'>

/** The dots of a label in the languages of printers. Each is loaded when it is asked for: a job seldom has two. */
const ENCODERS: Readonly<Record<PrinterKind, () => Promise<PrinterEncoder>>> = {
  zpl: async () => {
    const { encodeZpl } = await import('@claimtag/label/zpl')
    return (bitmap, { printing = {} }) => encodeZpl(bitmap, printing)
  },
  tspl: async () => {
    const { encodeTspl } = await import('@claimtag/label/tspl')
    return (bitmap, { stock, printing = {} }) => encodeTspl(bitmap, { stock, ...tsplSettings(printing) })
  },
  escpos: async () => {
    const { encodeEscPos } = await import('@claimtag/label/escpos')
    // A roll of receipts has no gaps: what parts one label from the next is fed.
    return (bitmap, paper) => {
      const { copies, finish } = paper.printing ?? {}
      const cut = finish === 'cut' ? 'full' : undefined
      return encodeEscPos(bitmap, { feed: Math.min(LONGEST_FEED, gapOf(paper)), copies, cut })
    }
  },
  epl2: async () => {
    const { encodeEpl2 } = await import('@claimtag/label/epl2')
    return (bitmap, paper) => encodeEpl2(bitmap, epl2Settings(paper))
  },
  brother: async () => {
    const { encodeBrother } = await import('@claimtag/label/brother')
    return (bitmap, { media, printing }) => {
      if (media === undefined) throw new Error('the stock of a Brother QL is settled before its labels')
      return encodeBrother(bitmap, { media, copies: printing?.copies })
    }
  },
}

/** What each language can be told; the cutter of a Brother QL cuts after every label in any case. */
const CAN: Readonly<Record<PrinterKind, readonly (keyof Printing)[]>> = {
  zpl: ['copies', 'darkness', 'speed', 'turn', 'finish', 'sensing'],
  tspl: ['copies', 'darkness', 'speed', 'turn', 'finish', 'cutEvery', 'sensing'],
  epl2: ['copies', 'darkness', 'speed', 'turn', 'finish', 'sensing'],
  escpos: ['copies', 'finish'],
  brother: ['copies'],
}

/**
 * Refuses settings that one of the kinds of output cannot carry to a printer, or in a range that it does not have,
 * before anything is drawn.
 *
 * @throws BatchError `printer-cannot`
 * @throws EncodeError `bad-option`
 */
export async function assertPrinting(
  kinds: readonly OutputKind[],
  printing: Printing | undefined,
  paper: Omit<PrinterPaper, 'printing'>,
): Promise<void> {
  const given = settingsOf(printing)
  if (given.length === 0) return
  const printers = kinds.filter(hasPrinterEncoder)
  const [first = 'png'] = kinds
  if (printers.length === 0 || kinds.includes('zpl-native')) {
    const detail = kinds.includes('zpl-native') ? 'zpl-native' : first
    throw new BatchError({ code: 'printer-cannot', detail, names: given })
  }
  for (const kind of printers) {
    const names = given.filter((name) => !CAN[kind].includes(name))
    // A receipt printer has a cutter alone, and EPL2 stores the others with what the printer has.
    if ((kind === 'escpos' || kind === 'epl2') && printing?.finish !== 'cut' && given.includes('finish'))
      names.push('finish')
    if (names.length > 0) throw new BatchError({ code: 'printer-cannot', detail: kind, names })
    const encode = await printerEncoder(kind)
    encode(
      { width: 8, height: 1, stride: 4, data: new Uint8Array(4) },
      { ...paper, printing: labelPrinting(printing) },
    )
  }
}

/** Settings of labels, as the options of their encoder name them. */
export function tsplSettings({ darkness, turn, ...settings }: LabelPrinting): Omit<TsplOptions, 'stock'> {
  return { ...settings, density: darkness, direction: turn === 180 ? 1 : undefined }
}

export function epl2Settings(paper: Omit<PrinterPaper, 'media'>): Epl2Options {
  const { copies, darkness: density, speed, turn, sensing, finish } = paper.printing ?? {}
  const cut = finish === 'cut' ? finish : undefined
  return { gap: gapDots(paper), copies, density, speed, turn, sensing, finish: cut }
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

function gapOf({ stock: { gap = DEFAULT_GAP_MM }, dpi }: Pick<PrinterPaper, 'stock' | 'dpi'>): number {
  return Math.round((gap * dpi) / 25.4)
}

function gapDots(paper: Omit<PrinterPaper, 'media'>): number {
  const dots = gapOf(paper)
  return dots === 0 ? 0 : Math.min(LARGEST_GAP, Math.max(LEAST_GAP, dots))
}
