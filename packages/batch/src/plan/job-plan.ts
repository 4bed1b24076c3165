import type { FormatDocument } from '@claimtag/core'
import type { Art, Template } from '@claimtag/label'
import type { BrotherMediaName } from '@claimtag/label/brother'
import type { GivenFile, Input, Stretch } from '@claimtag/devices/parts'
import type { OutputKind } from '../render/kinds.ts'
import type { PagePlan } from '../render/page-place.ts'
import type { PayloadLayout } from '../render/payload-csv.ts'
import type { DigestVersion } from './digest-version.ts'
import type { VerifyMode } from './verify-mode.ts'

/** What the labels of a job are made of, as plain data: what a worker needs to look at any row. */
export interface JobSource {
  /** The files of devices, which are read as one. */
  readonly inputs: readonly Input[]
  /** What each of them was read from. */
  readonly files: readonly GivenFile[]
  readonly format: FormatDocument
  readonly template: Template
  /** The template's pictures as dots. */
  readonly art: Art | undefined
  readonly dpi: number
  /** What a Brother QL prints on, when the job is for one. */
  readonly media: BrotherMediaName | undefined
  /** Whether a ZPL printer is to draw labels itself, which not every label allows. */
  readonly native: boolean
}

/** What becomes of the labels: known when the whole input has been looked at. */
export interface JobOutput {
  readonly as: readonly OutputKind[]
  readonly verify: VerifyMode
  /** The job's folder. */
  readonly out: string
  /** The number of the run, when it adds to a job: 2 for the first that does. */
  readonly addition?: number | undefined
  /** Files of labels go into folders of this many rows; 0 puts all into one. */
  readonly perFolder: number
  /** `undefined` writes label files into folders, `zip` into one archive. */
  readonly pack: 'zip' | undefined
  /** What is on which page, when labels go into PDFs. */
  readonly pages?: PagePlan | undefined
  /** How payloads are written, when they are. */
  readonly payload?: PayloadLayout | undefined
  readonly key: Uint8Array
  /** How the manifest's digests are made. */
  readonly digests: DigestVersion
}

/** Everything that decides the bytes of a job. */
export type JobPlan = JobSource & JobOutput

/** The part of a job that is made, journaled and resumed as one. */
export interface ChunkTask {
  readonly number: number
  readonly stretch: Stretch
  /** Rows of the stretch that get no label. */
  readonly excluded: readonly number[]
  /** Labels that it makes. */
  readonly labels: number
  /** Labels of the job before its own. */
  readonly labelsBefore: number
}
