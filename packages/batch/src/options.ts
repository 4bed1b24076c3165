import { namedRecord, thingpark, type Format } from '@claimtag/core'
import { defaultTemplate, type Art, type Template } from '@claimtag/label'
import type { PdfOptions } from '@claimtag/label/pdf'
import type { Readable } from 'node:stream'
import type { VerifyMode } from './plan/verify-mode.ts'
import type { BatchEvent } from './event.ts'
import type { OutputKind } from './render/kinds.ts'
import type { ColumnMapping, IdNotation } from '@claimtag/devices'

export interface BatchOptions extends Unsettled {
  /** Path of the file of devices, or a stream of one. */
  readonly input: string | Readable
  /** The folder for labels, manifest and journal; made when it is missing. */
  readonly out: string
  /** Ends the job at the next chunk; the same options resume it. */
  readonly signal?: AbortSignal | undefined
  /** Static pictures of the template, from `@claimtag/label/art`. */
  readonly art?: Art | undefined
  /** `zip` puts label files into one archive. */
  readonly pack?: 'zip' | undefined
  /** How the IDs of vendor and profile are written, when the file does not show it. */
  readonly ids?: IdNotation | undefined
  /** Labels a PDF; by default, one holds them all. */
  readonly volume?: number | undefined
  /** Dots across that the printer's head prints: a wider label is refused for `zpl`, `tspl`, `epl2` and `escpos`. */
  readonly headDots?: number | undefined
  /** What is loaded in a Brother QL (`62x29`). Default: what the template's stock is, or else the narrowest roll for it. */
  readonly media?: string | undefined
}

/** Settings may be handed on when there is none: `undefined` is the default. */
type Unsettled = { readonly [Name in keyof Settings]?: Settings[Name] | undefined }

/** What a batch does when it is told nothing else stands with each. */
interface Settings {
  /** Default `thingpark`. */
  readonly format: Format
  /** Default: 50 × 25 mm with symbol, DevEUI, AppEUI and serial number. */
  readonly template: Template
  /** Dots per inch of the printer. Default 203. */
  readonly dpi: number
  /** Default `['png']`. */
  readonly as: readonly OutputKind[]
  /** The maker's own names of columns. */
  readonly columns: ColumnMapping
  /** Leave hidden rows and sheets of a workbook out. Default false: they are labelled like the others, with a warning. */
  readonly visible: boolean
  /** Label the sound rows although others are refused. Default false. */
  readonly skipBadRows: boolean
  /** Default `all`: every label is read back from the bytes that were written. */
  readonly verify: VerifyMode
  /**
   * Label the rows of devices that have no label yet, when the folder holds a finished job of the same labels. Rows that
   * would now get another label than theirs are refused. Default false: an input that changed is refused.
   */
  readonly add: boolean
  /** Check everything, write nothing. Default false. */
  readonly dryRun: boolean
  /** Refuse a folder that others may look into, instead of closing it to them. Default false. */
  readonly strict: boolean
  /**
   * Threads beside this one; 0 does everything here. At most twice as many as there are cores, whatever is asked for.
   * Default `auto`: as many as the machine has, for large jobs.
   */
  readonly workers: number | 'auto'
  /** Rows of the input in one chunk, which is what a power cut can cost. At most 10,000. Default 500. */
  readonly chunkRows: number
  /** Where on its sheets a PDF begins, and whether they have cut marks. Default: at the first place, without. */
  readonly sheet: PdfOptions
  /**
   * Put an apostrophe before cells of the payload CSV that a spreadsheet would run (`=`, `+`, `-`, `@`, tab). The payload
   * itself never gets one. Default true; `false` for label programs that take the apostrophe for text.
   */
  readonly csvGuard: boolean
  /** Rows whose label files share a folder, once there are more than five times as many files. Default 1,000. */
  readonly perFolder: number
  readonly onEvent: (event: BatchEvent) => void
  /** Default: the system's clock. */
  readonly now: () => Date
}

/** The options with nothing left open. */
export type SettledOptions = Omit<BatchOptions, keyof Settings> & Settings

const DEFAULTS: Settings = {
  format: thingpark,
  template: defaultTemplate,
  dpi: 203,
  as: ['png'],
  columns: {},
  visible: false,
  skipBadRows: false,
  add: false,
  verify: 'all',
  dryRun: false,
  strict: false,
  workers: 'auto',
  chunkRows: 500,
  sheet: {},
  csvGuard: true,
  perFolder: 1000,
  onEvent: () => undefined,
  now: () => new Date(),
}

/** What the caller gave, and the default for what is left out or `undefined`. */
export function settle(options: BatchOptions): SettledOptions {
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  return { ...DEFAULTS, ...(namedRecord(given) as Pick<BatchOptions, 'input' | 'out'>) }
}

/** File browsers and shells (`labels/*.png`) cope with this many times `perFolder` files in one; more are spread. */
export const FLAT_UP_TO = 5

/** A chunk is held in memory as a whole, several at a time: 10,000 labels of 4 inches are 200 MB. */
export const MOST_CHUNK_ROWS = 10_000
