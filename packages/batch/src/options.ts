import { namedRecord, thingpark, type Format } from '@claimtag/core'
import { defaultTemplate, type Art, type Template } from '@claimtag/label'
import type { FontFiles } from '@claimtag/label/fonts'
import type { PdfOptions } from '@claimtag/label/pdf'
import type { CartonPlan } from './plan/carton-plan.ts'
import type { VerifyMode } from './plan/verify-mode.ts'
import type { BatchEvent } from './event.ts'
import type { Printing } from './render/printing.ts'
import type { OutputKind } from './render/kinds.ts'
import type { ColumnMapping, DeviceFiles, IdNotation } from '@claimtag/devices'

export interface BatchOptions extends Unsettled {
  /** Path of the file of devices, or a stream of one; the paths of several files, which are one job in that order. */
  readonly input: DeviceFiles
  /** The folder for labels, manifest and journal; made when it is missing. */
  readonly out: string
  /** Ends the job at the next chunk; the same options resume it. */
  readonly signal?: AbortSignal | undefined
  /** Static pictures of the template, from `@claimtag/label/art`. */
  readonly art?: Art | undefined
  /** The files of the fonts that the template names, from `@claimtag/label/fonts`. */
  readonly fontFiles?: FontFiles | undefined
  /** `zip` puts label files into one archive. */
  readonly pack?: 'zip' | undefined
  /** The notation of the IDs of vendor and profile, if the file does not show it. */
  readonly ids?: IdNotation | undefined
  /** Number of labels in each PDF; by default, one PDF has them all. */
  readonly volume?: number | undefined
  /**
   * A label for every so many devices, behind theirs, as `png`, `svg` or a printer's stream. It never holds the code or
   * the token of a device.
   */
  readonly cartons?: CartonPlan | undefined
  /** Dots across the printer's head: a wider label is refused for `zpl`, `tspl`, `epl2` and `escpos`. */
  readonly headDots?: number | undefined
  /** The media in a Brother QL (`62x29`). Default: the template's stock, or else the narrowest roll for it. */
  readonly media?: string | undefined
  /** How printers are to print the labels: copies, darkness, cutting. What a language cannot say is refused. */
  readonly printing?: Printing | undefined
  /**
   * The date that labels show where their template says `{date:…}`, as `2026-11-28`. Default: the day on which the job
   * was begun, here; a run that goes on with the job, or adds to it, shows the same.
   */
  readonly date?: string | undefined
}

/** `undefined` means the default, so that optional settings can be passed on. */
type Unsettled = { readonly [Name in keyof Settings]?: Settings[Name] | undefined }

/** Defaults are given with each option. */
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
  /**
   * Leaves hidden rows and sheets of a workbook out. Default false: they are labelled like the others, with a
   * warning.
   */
  readonly visible: boolean
  /** Labels the sound rows although others are refused. Default false. */
  readonly skipBadRows: boolean
  /** Default `all`: every label is read back from the bytes that were written. */
  readonly verify: VerifyMode
  /**
   * Labels the rows of devices that have no label yet, when the folder holds a finished job of the same labels. Rows
   * that would now get a different label are refused. Default false: an input that changed is refused.
   */
  readonly add: boolean
  /** Checks everything and writes nothing. Default false. */
  readonly dryRun: boolean
  /** Refuses a folder that other users may look into, instead of closing it to them. Default false. */
  readonly strict: boolean
  /**
   * Number of threads besides this one; 0 does everything here. At most twice the number of cores. Default `auto`:
   * for large jobs, as many as the machine has cores.
   */
  readonly workers: number | 'auto'
  /** Rows of the input in one chunk, which is what a power cut can cost. At most 10,000. Default 500. */
  readonly chunkRows: number
  /** Where a PDF begins on its first sheet, and whether sheets have cut marks. Default: at the first place, without. */
  readonly sheet: PdfOptions
  /**
   * Puts an apostrophe before cells of the payload CSV that a spreadsheet would execute (`=`, `+`, `-`, `@`, tab).
   * The payload itself never gets one. Default true; `false` for label programs that print the apostrophe.
   */
  readonly csvGuard: boolean
  /** Rows whose label files share a folder, if there are more than five times as many files. Default 1,000. */
  readonly perFolder: number
  readonly onEvent: (event: BatchEvent) => void
  /** Default: the system's clock. */
  readonly now: () => Date
}

/** The options with all defaults filled in. */
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

/** The caller's values, with defaults for those that are left out or `undefined`. */
export function settle(options: BatchOptions): SettledOptions {
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  return { ...DEFAULTS, ...(namedRecord(given) as Pick<BatchOptions, 'input' | 'out'>) }
}

/**
 * File browsers and shells (`labels/*.png`) can handle this many times `perFolder` files in one folder; more are
 * spread.
 */
export const FLAT_UP_TO = 5

/** A chunk is held in memory as a whole, several at a time: 10,000 labels of 4 inches take 200 MB. */
export const MOST_CHUNK_ROWS = 10_000
