/** A symbol on a label, as drawn: enough to find and read it again. Lengths in dots, from the top left corner. */
export interface ManifestSymbol {
  readonly version: number
  readonly errorCorrection: string
  readonly modules: number
  readonly dots: number
  readonly x: number
  readonly y: number
  /** Keyed digest of what the symbol says. */
  readonly digest: string
}

/** Where the label is in one kind of output. */
export interface ManifestFile {
  readonly as: string
  /** Relative to the job's folder; with a slash even on Windows. */
  readonly file: string
  /** Its path inside `file`, when that is an archive. */
  readonly entry?: string | undefined
  /** Where it begins, when several labels share the file. */
  readonly offset?: number | undefined
  /** Of a PDF: page and place on it, counted from 1. */
  readonly page?: number | undefined
  readonly place?: number | undefined
  readonly bytes: number
  /** Keyed digest of the bytes. */
  readonly digest: string
}

/** A line of `manifest.ndjson`. It never holds the token, nor anything that a token could be tested against. */
export interface ManifestEntry {
  /** Row of the input, counted from 1. */
  readonly row: number
  readonly line: number
  /** The run that made the label, when it added to the job: row and line are those of its input. */
  readonly addition?: number | undefined
  readonly devEui: string
  readonly joinEui?: string | undefined
  readonly format: string
  readonly symbols: readonly ManifestSymbol[]
  readonly files: readonly ManifestFile[]
  /** What read the label back and found it right; absent when nothing did. */
  readonly verifiedBy?: string | undefined
}
