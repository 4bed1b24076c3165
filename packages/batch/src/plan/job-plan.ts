import type { FormatDocument } from '@claimtag/core'
import type { Art, Template } from '@claimtag/label'
import type { FontFiles } from '@claimtag/label/fonts'
import type { BrotherMediaName } from '@claimtag/label/brother'
import type { GivenFile, Input, Stretch } from '@claimtag/devices/parts'
import type { OutputKind } from '../render/kinds.ts'
import type { CartonPlan } from './carton-plan.ts'
import type { PagePlan } from '../render/page-place.ts'
import type { Printing } from '../render/printing.ts'
import type { PayloadLayout } from '../render/payload-csv.ts'
import type { DigestVersion } from './digest-version.ts'
import type { SymbolVersions } from './same-size.ts'
import type { VerifyMode } from './verify-mode.ts'

/** The input and the design of a job's labels, as plain data: all that a worker needs to check any row. */
export interface JobSource {
  /** The files of devices, which are read as one. */
  readonly inputs: readonly Input[]
  /** The files from which they were read. */
  readonly files: readonly GivenFile[]
  readonly format: FormatDocument
  readonly template: Template
  /** The template's pictures as bitmaps. */
  readonly art: Art | undefined
  /** The files of the template's fonts. */
  readonly fontFiles?: FontFiles | undefined
  readonly dpi: number
  /** The media of a Brother QL, when the job is for one. */
  readonly media: BrotherMediaName | undefined
  /** Whether a ZPL printer has to draw the labels itself, which is not possible for every label. */
  readonly native: boolean
  /** How printers are to print the labels. */
  readonly printing?: Printing | undefined
  /** The date that is in the templates, when the labels show one. */
  readonly date?: string | undefined
  /** The most rows that the input can have, when labels say which of how many they are. */
  readonly mostCounted?: number | undefined
  /** How devices are packed, when there are labels for cartons. */
  readonly cartons?: CartonPlan | undefined
}

/** Where the labels are written; known when the whole input was checked. */
export interface JobOutput {
  /** The template with the versions of its symbols, where these have one size in the whole job. */
  readonly sizedTemplate?: Template | undefined
  /** These versions. */
  readonly versions?: SymbolVersions | undefined
  readonly as: readonly OutputKind[]
  readonly verify: VerifyMode
  /** The job's folder. */
  readonly out: string
  /** The number of the run, when it adds to a job: 2 for the first addition. */
  readonly addition?: number | undefined
  /** Number of rows whose label files share a folder; 0 puts all files into one. */
  readonly perFolder: number
  /** `undefined` writes label files into folders, `zip` into one archive. */
  readonly pack: 'zip' | undefined
  /** The layout of pages, when labels are put into PDFs. */
  readonly pages?: PagePlan | undefined
  /** The layout of payloads, when they are written. */
  readonly payload?: PayloadLayout | undefined
  readonly key: Uint8Array
  /** How the manifest's digests are made. */
  readonly digests: DigestVersion
  /** Number of cartons of earlier runs of the job; those of this run are counted on. */
  readonly cartonsBefore: number
}

/** Everything that decides the bytes of a job. */
export type JobPlan = JobSource & JobOutput

/** The part of a job that is made, journaled and resumed as one. */
export interface ChunkTask {
  readonly number: number
  readonly stretch: Stretch
  /** Rows of the stretch that get no label. */
  readonly excluded: readonly number[]
  /** Number of labels that it makes. */
  readonly labels: number
  /** Number of labels of the run before its own. */
  readonly labelsBefore: number
  /** Number of labels of the whole run. */
  readonly labelsInAll: number
  /** Parts with the devices of the carton that is begun before it. */
  readonly cartonParts: readonly CartonPart[]
}

/** A part of the input that an earlier task labels. */
export type CartonPart = Pick<ChunkTask, 'stretch' | 'excluded'>
