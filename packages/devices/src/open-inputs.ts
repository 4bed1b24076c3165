import { statSync } from 'node:fs'
import { basename, resolve, sep } from 'node:path'
import type { Readable } from 'node:stream'
import type { Input, InputColumn } from './input/input.ts'
import { errorInFile, InputError } from './issue.ts'
import { openInput, type InputOptions, type OpenInput } from './open-input.ts'
import { inFile, type RowIssue } from './row-issue.ts'

/** Where devices come from: the path of a file, a stream of one, or the paths of several that are read as one. */
export type DeviceFiles = string | Readable | readonly string[]

/** A file as it was given. */
export interface GivenFile {
  /** Its name in messages and records: `-` for a stream. */
  readonly name: string
  /** Where its bytes are. */
  readonly path: string
}

/** Inputs that are read one after the other, as often as needed, until they are disposed of. */
export interface OpenInputs {
  readonly inputs: readonly Input[]
  /** The files from which they were read. */
  readonly files: readonly GivenFile[]
  /** Those of all of them; a name that several have counts once. */
  readonly columns: readonly InputColumn[]
  readonly notes: readonly RowIssue[]
  readonly dispose: () => Promise<void>
}

/**
 * Opens files of devices to read them as one, in the order in which they are given. Dialect, columns and notation of
 * each are found out by itself.
 *
 * @throws InputError `input-repeated`, `no-rows` when no file is given, and what `openInput` throws, with the `file`
 *   when there are several
 */
export async function openInputs(sources: DeviceFiles, options: InputOptions = {}): Promise<OpenInputs> {
  const given = isList(sources) ? sources : [sources]
  const paths = given.filter((source) => typeof source === 'string')
  assertDifferent(paths)
  const names = namesOf(paths)
  const opened: OpenInput[] = []
  const dispose = async (): Promise<void> => {
    for (const one of opened) await one.dispose()
  }
  const fileOf = (at: number): string | undefined => (given.length > 1 ? names[at] : undefined)
  try {
    for (const [at, source] of given.entries())
      opened.push(await openInput(source, options).catch((error: unknown) => fail(error, fileOf(at))))
  } catch (error) {
    await dispose()
    throw error
  }
  if (opened.length === 0) throw new InputError({ code: 'no-rows' })
  const columns = new Map(
    opened
      .flatMap((one) => one.columns)
      .map((column) => [`${column.field}\0${column.name}`, column] as const),
  )
  return {
    inputs: opened.map(({ input }, at) => named(input, fileOf(at))),
    files: opened.map(({ given: path }, at) => ({ name: names[at] ?? '-', path })),
    columns: [...columns.values()],
    notes: opened.flatMap(({ notes }, at) => inFile(notes, fileOf(at))),
    dispose,
  }
}

function isList(sources: DeviceFiles): sources is readonly string[] {
  return Array.isArray(sources)
}

function fail(error: unknown, file: string | undefined): never {
  throw errorInFile(error, file)
}

function named(input: Input, file: string | undefined): Input {
  return file === undefined ? input : { ...input, file }
}

/** All rows of a file that is named twice would repeat others. A file is known by its device and number. */
function assertDifferent(paths: readonly string[]): void {
  const seen = new Set<string>()
  for (const path of paths) {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false })
    // A pipe cannot be compared with another file.
    if (found?.isFile() !== true) continue
    const number = `${found.dev} ${found.ino}`
    if (seen.has(number)) throw new InputError({ code: 'input-repeated', path })
    seen.add(number)
  }
}

/** The files' own names when they differ, or else as much of their paths as tells them apart. */
function namesOf(paths: readonly string[]): readonly string[] {
  const names = paths.map((path) => basename(path))
  if (new Set(names.map((name) => name.toLowerCase())).size === names.length) return names
  const parts = paths.map((path) => resolve(path).split(sep))
  let common = 0
  while (parts.every((one) => common < one.length - 1 && one[common] === parts[0]?.[common])) common++
  return parts.map((one) => one.slice(common).join('/'))
}
