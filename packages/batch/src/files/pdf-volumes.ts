import { count, namedRecord } from '@claimtag/core'
import { join } from 'node:path'
import type { Template, Art } from '@claimtag/label'
import { endVolume, PDF_HEAD } from '@claimtag/label/pdf-volume'
import { BatchError } from '../issue.ts'
import type { JobFolder } from '../ledger/folder.ts'
import { digestOfFile } from '../ledger/file-digest.ts'
import type { JournalLine, VolumeRecord } from '../ledger/job-schema.ts'
import { openVolumeLog } from '../ledger/volume-log.ts'
import type { Place } from '../plan/chunk.ts'
import { pagesAreRight } from '../read-back/pdf-pages.ts'
import { openGrowingFile, type GrowingFile } from '../disk/growing-file.ts'
import { createPagePlaces, sheetOf, type PagePlan } from '../render/page-place.ts'
import { labelObjectsIn } from './pdf-volume-labels.ts'

const VOLUMES = 'volumes.ndjson'

/** Offsets in a PDF have ten digits (ISO 32000-1, 7.5.4); its table and pages still fit above this size. */
const MOST_BYTES = 9e9

/** The PDFs of a job. Each is ended as soon as its last label is written. */
export interface Volumes {
  /** Assigns places to the labels of a chunk, by the name of each PDF: number of bytes in, place out. */
  place(added: Readonly<Record<string, number>>): Readonly<Record<string, Place>>
  /** Adds a chunk that was written to these places. */
  add(places: Readonly<Record<string, Place>>, labels: number): void
  sizes(): JournalLine['sizes']
  sync(): void
  /** Ends the last PDF. */
  finish(): void
  close(): void
}

export interface VolumesPlan {
  readonly template: Template
  readonly art: Art | undefined
  readonly pages: PagePlan
  readonly key: Uint8Array
  readonly addition?: number | undefined
  /** Whether pages are read back. */
  readonly reads: boolean
}

/**
 * Opens the PDFs of a job to continue them.
 *
 * @param state how far the job is
 */
export async function openVolumes(
  folder: JobFolder,
  { template, art, pages, key, addition, reads }: VolumesPlan,
  { labels, sizes }: JournalLine,
): Promise<Volumes> {
  const placeOf = createPagePlaces(template, pages, addition)
  const record = await openVolumeLog(folder, sizes[VOLUMES] ?? 0)
  const open = new Map<string, GrowingFile>()
  const ends = new Map<string, number>()
  let taken = labels

  function grow(path: string, name: string, head: Uint8Array): GrowingFile {
    return openGrowingFile(name, path, sizes[name] ?? 0, head)
  }

  function volume(name: string): GrowingFile {
    const file = open.get(name) ?? grow(join(folder.out, name), name, PDF_HEAD)
    open.set(name, file)
    return file
  }

  /** The PDF for the next label, if it has labels already. */
  function begun(): string | undefined {
    const { file, index } = placeOf(taken)
    return index === 0 ? undefined : file
  }

  function end(last: number): void {
    const { volume: number, file: name, index, page } = placeOf(last)
    const file = volume(name)
    const options = sheetOf(number, pages)
    const { offsets, glyphs } = labelObjectsIn(file.path, PDF_HEAD.length, file.size)
    if (offsets.length !== index + 1) throw new BatchError({ code: 'volume-unreadable', path: name })
    for (const part of endVolume(template, { offsets, end: file.size, glyphs, art }, options))
      file.append(part)
    file.sync()
    if (reads && !pagesAreRight(file.path, template, options, offsets))
      throw new BatchError({ code: 'volume-unreadable', path: name })
    const digest = digestOfFile(key, file.path)
    const line: VolumeRecord = { file: name, labels: index + 1, pages: page, bytes: file.size, digest }
    record.add(line)
    file.finish()
    open.delete(name)
    ends.delete(name)
  }

  // A PDF that lacks only its end is recognised by its name.
  const again = begun()
  if (again !== undefined) volume(again)

  return {
    place(added) {
      const places = namedRecord<Place>()
      for (const [name, bytes] of Object.entries(added)) {
        const { path, size } = volume(name)
        const begin = ends.get(name) ?? size
        if (begin + bytes > MOST_BYTES) throw new BatchError({ code: 'too-many-pages', detail: count(taken) })
        places[name] = { path, begin, end: begin + bytes }
        ends.set(name, begin + bytes)
      }
      return places
    },
    add(places, made) {
      for (const [name, { end: to }] of Object.entries(places)) volume(name).grewTo(to)
      const before = taken
      taken += made
      for (let label = before; label < taken; label++) if (placeOf(label + 1).index === 0) end(label)
    },
    sizes() {
      const name = begun()
      const unfinished = name === undefined ? {} : { [name]: volume(name).size }
      return { [VOLUMES]: record.size, ...unfinished }
    },
    sync() {
      record.sync()
      for (const file of open.values()) file.sync()
    },
    finish() {
      if (begun() !== undefined) end(taken - 1)
      record.finish()
    },
    close: () => record.close(),
  }
}
