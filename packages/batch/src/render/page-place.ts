import { count } from '@claimtag/core'
import { sheetPlaces, type Template } from '@claimtag/label'
import type { PdfOptions } from '@claimtag/label/pdf-volume'
import { BatchError } from '../issue.ts'
import { runFolder, streamFile } from './shared-file.ts'

/** How the labels of a job are put onto pages. */
export interface PagePlan {
  /** Labels in each file; `undefined` puts all into one. */
  readonly volume: number | undefined
  /**
   * The first place on the first sheet, from which labels may have been taken, and whether there are cut marks. Later
   * files begin with a whole sheet.
   */
  readonly sheet: PdfOptions
}

/** The place of one label of a job. */
export interface PagePlace {
  /** Files are counted from 0. */
  readonly volume: number
  readonly file: string
  /** Counted from 0 in its file. */
  readonly index: number
  /** Counted from 1. */
  readonly page: number
  /** Counted from 1, row by row; 1 where a label has a page for itself. */
  readonly place: number
}

/** One file, from the first place of its first sheet. */
export const ONE_FILE: PagePlan = { volume: undefined, sheet: {} }

/** Some gigabytes; viewers fail much earlier. */
const MOST_LABELS = 1_000_000

/**
 * The place of a label of a run, counted from 0.
 *
 * @param addition the number of the run, when it adds to a job
 */
export function createPagePlaces(
  { sheet }: Template,
  { volume, sheet: { start = 1 } }: PagePlan,
  addition?: number,
): (label: number) => PagePlace {
  const size = volume ?? Number.POSITIVE_INFINITY
  const places = sheet === undefined ? 1 : sheet.columns * sheet.rows
  return (label: number): PagePlace => {
    const number = Math.floor(label / size)
    const index = number === 0 ? label : label % size
    const slot = index + (number === 0 && sheet !== undefined ? start - 1 : 0)
    return {
      volume: number,
      file: runFolder(addition) + volumeFile(number, volume),
      index,
      page: Math.floor(slot / places) + 1,
      place: (slot % places) + 1,
    }
  }
}

/** The sheet options of one file. */
export function sheetOf(volume: number, { sheet }: PagePlan): PdfOptions {
  return volume === 0 ? sheet : { ...sheet, start: 1 }
}

/**
 * Refuses labels that cannot be put onto pages, before any is made.
 *
 * @throws BatchError `too-many-pages`
 * @throws LabelError `start-off-sheet`, `sheet-too-wide`, `sheet-too-high`, `no-sheet`
 */
export function checkPages(template: Template, labels: number, { volume, sheet }: PagePlan): void {
  const { start, offset, cutMarks } = sheet
  const wantsSheet = start !== undefined || offset !== undefined || cutMarks === true
  if (template.sheet !== undefined || wantsSheet) sheetPlaces(template, sheet)
  if (Math.min(labels, volume ?? labels) > MOST_LABELS)
    throw new BatchError({ code: 'too-many-pages', detail: count(MOST_LABELS) })
}

/** Names sort in the order of their labels. */
function volumeFile(number: number, size: number | undefined): string {
  const name = streamFile('pdf')
  return size === undefined ? name : name.replace('.', `-${String(number + 1).padStart(5, '0')}.`)
}
