import type { BarcodeKind } from '@claimtag/label'
import { cartonId } from '../../carton/carton.ts'

/** A symbol on a label, as drawn: enough to find and read it again. Lengths in dots, from the top left corner. */
export interface ManifestSymbol {
  readonly version: number
  readonly errorCorrection: string
  readonly modules: number
  readonly dots: number
  readonly x: number
  readonly y: number
  /** Keyed digest of the symbol's text. */
  readonly digest: string
}

/** Another bar code on a label, as drawn. Lengths in dots, from the top left corner. */
export interface ManifestBarcode {
  readonly kind: BarcodeKind
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Keyed digest of its text. */
  readonly digest: string
}

/** Where the label is in one kind of output. */
export interface ManifestFile {
  readonly as: string
  /** Relative to the job's folder; with a slash even on Windows. */
  readonly file: string
  /** Its path inside `file`, when that is an archive. */
  readonly entry?: string | undefined
  /** Its offset, when several labels share the file. */
  readonly offset?: number | undefined
  /** In a PDF: page and place on it, counted from 1. In a stream of rows of labels: print and place. */
  readonly page?: number | undefined
  readonly place?: number | undefined
  readonly bytes: number
  /** Keyed digest of the bytes. */
  readonly digest: string
}

/** A line of `manifest.ndjson` about the label of a carton; it follows the line of its last device. */
export interface CartonEntry {
  /** Counted from 1 over all runs. */
  readonly carton: number
  /** How many devices are in it: those of the lines before. */
  readonly devices: number
  /** Those of its last device. */
  readonly row: number
  readonly line: number
  readonly addition?: number | undefined
  readonly input?: string | undefined
  readonly symbols: readonly ManifestSymbol[]
  /** Bar codes beside the symbols, when there are some. */
  readonly barcodes?: readonly ManifestBarcode[] | undefined
  readonly files: readonly ManifestFile[]
  readonly verifiedBy?: string | undefined
}

/** Any line of `manifest.ndjson`. */
export type ManifestLine = ManifestEntry | CartonEntry

/** The name of a label in digests, in files and at a printer: its DevEUI, or the name of a carton. */
export function idOf(line: ManifestLine): string {
  return 'carton' in line ? cartonId(line.carton) : line.devEui
}

/**
 * A line of `manifest.ndjson` about a device. It never contains the token, nor anything that could tell whether a guess
 * of it is right.
 */
export interface ManifestEntry {
  /** Row of the input, counted from 1. */
  readonly row: number
  readonly line: number
  /** The run that made the label, when it added to the job: then row and line are those of its input. */
  readonly addition?: number | undefined
  readonly devEui: string
  readonly joinEui?: string | undefined
  /** Absent too when the token can be seen in it. */
  readonly serialNumber?: string | undefined
  /** The file that `line` is in, when the job is of several. */
  readonly input?: string | undefined
  readonly format: string
  readonly symbols: readonly ManifestSymbol[]
  /** Bar codes beside the symbols, when there are some. */
  readonly barcodes?: readonly ManifestBarcode[] | undefined
  /** How often a printer prints the label, where a column of the input says so. */
  readonly copies?: number | undefined
  readonly files: readonly ManifestFile[]
  /** What read the label back and found it right; absent when nothing did. */
  readonly verifiedBy?: string | undefined
}
