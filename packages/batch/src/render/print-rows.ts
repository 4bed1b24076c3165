import {
  type Across,
  labelsAcross,
  nativeLabel,
  type Bitmap,
  type PlacedLabel,
  type Sheet,
} from '@claimtag/label'
import type { PrintRow, RowFrame } from '@claimtag/label/zpl'
import type { OutputKind } from './kinds.ts'
import { epl2Settings, type PrinterPaper, tsplSettings } from './printer-encoders.ts'

/** How many labels lie side by side on a roll, and how far apart. */
export type AcrossPlan = Pick<Sheet, 'columns' | 'columnGap'>

/** Kinds whose printers are told where on the roll a label is, so that one print has several. */
const ROW_KINDS = ['zpl', 'zpl-native', 'tspl', 'epl2'] as const

type RowKind = (typeof ROW_KINDS)[number]

export function isRowKind(kind: string): kind is RowKind {
  return (ROW_KINDS as readonly string[]).includes(kind)
}

/** The labels across of a template for a roll; `undefined` for single labels, and for sheets of paper. */
export function acrossOf({ sheet }: { readonly sheet?: Sheet | undefined }): AcrossPlan | undefined {
  if (sheet === undefined || sheet.columns === 1 || sheet.rows > 1) return undefined
  return { columns: sheet.columns, columnGap: sheet.columnGap }
}

/** A label in a row, and the place where its bytes put it, counted from 1. */
export interface RowLabel {
  readonly bytes: Uint8Array
  readonly place: number
}

/** A label that is being made. */
interface Drawing {
  /** For printers that draw by themselves. */
  readonly placed?: PlacedLabel | undefined
  readonly raster: () => Bitmap
}

/** The rows of a roll with several labels across, in the languages of printers. */
export interface PrintRows extends Across {
  /** What is before the first label of a row and after its last; `undefined` for other kinds. */
  frameOf(kind: OutputKind): RowFrame | undefined
  /** The bytes of one label, without a frame. */
  label(kind: OutputKind, drawing: Drawing, column: number): Uint8Array
  /** One print of some labels, from the first place on. */
  whole(kind: OutputKind, labels: readonly RowLabel[]): Uint8Array
}

type RowPaper = Pick<PrinterPaper, 'stock' | 'dpi' | 'printing'>

type Row = RowFrame & { readonly draw: (drawing: Drawing, left: number) => Uint8Array }

/** Each is loaded when it is asked for: a job seldom has two. */
const ROWS: Readonly<Record<RowKind, (paper: RowPaper, across: Across) => Promise<Row>>> = {
  zpl: async ({ printing = {} }, across) => {
    const { createZplRow } = await import('@claimtag/label/zpl')
    return ofDots(createZplRow(across, printing))
  },
  'zpl-native': async (_, across) => {
    const { createNativeZplRow } = await import('@claimtag/label/zpl')
    const { label, ...frame } = createNativeZplRow(across)
    return {
      ...frame,
      draw({ placed }, left) {
        if (placed === undefined) throw new Error('a printer that draws by itself is given no dots')
        return label(nativeLabel(placed), left)
      },
    }
  },
  tspl: async ({ stock, printing = {} }, { widthMm }) => {
    const { createTsplRow } = await import('@claimtag/label/tspl')
    return ofDots(createTsplRow({ stock: { ...stock, width: widthMm }, ...tsplSettings(printing) }))
  },
  epl2: async (paper, across) => {
    const { createEpl2Row } = await import('@claimtag/label/epl2')
    return ofDots(createEpl2Row(across, epl2Settings(paper)))
  },
}

function ofDots({ label, ...frame }: PrintRow): Row {
  return { ...frame, draw: ({ raster }, left) => label(raster(), left) }
}

/**
 * Prepares the rows of a roll in the kinds that have some.
 *
 * @returns `undefined` for single labels, and when none of the kinds has rows
 * @throws EncodeError `bad-option`
 */
export async function openPrintRows(
  kinds: readonly OutputKind[],
  paper: RowPaper,
  plan: AcrossPlan | undefined,
): Promise<PrintRows | undefined> {
  const ours = kinds.filter(isRowKind)
  if (plan === undefined || ours.length === 0) return undefined
  const across = labelsAcross(paper.stock, plan, paper.dpi)
  const rows = new Map<OutputKind, Row>()
  for (const kind of ours) rows.set(kind, await ROWS[kind](paper, across))
  const leftOf = (column: number): number => across.lefts[column] ?? 0

  function rowOf(kind: OutputKind): Row {
    const row = rows.get(kind)
    if (row === undefined) throw new Error(`${kind} has no rows`)
    return row
  }

  return {
    ...across,
    frameOf: (kind) => rows.get(kind),
    label: (kind, drawing, column) => rowOf(kind).draw(drawing, leftOf(column)),
    whole(kind, labels) {
      const { opening, closing, moved } = rowOf(kind)
      const placed = labels.map(({ bytes, place }, column) =>
        moved(bytes, leftOf(column) - leftOf(place - 1)),
      )
      return Buffer.concat([opening, ...placed, closing])
    },
  }
}
