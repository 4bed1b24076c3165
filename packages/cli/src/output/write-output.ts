import { assertNotInput, BatchError, createFile } from '@claimtag/batch'
import { randomBytes } from 'node:crypto'
import { closeSync, fstatSync, fsyncSync, renameSync, rmSync, writeSync } from 'node:fs'
import { resolve } from 'node:path'
import { prose } from './prose.ts'
import type { Session } from '../session.ts'

/** Where an output goes, and on which conditions. */
export interface OutputPlace {
  /** As it was typed; `-` is stdout. */
  readonly file: string
  /** Replaces a file that is there. */
  readonly force: boolean
  /** Files that the command reads; none of them may be the output. */
  readonly inputs: readonly string[]
  /** Default: for its owner alone, since a label holds a token. */
  readonly mode?: number
}

interface OpenOutput {
  fill(bytes: Uint8Array): Promise<void>
  /** Leaves everything as it was before. */
  discard(): void
}

/**
 * Writes an output and says so. Its place is opened before its bytes are made, so that nothing is made for a place that
 * cannot take it; when making or writing them fails, nothing of it is left.
 *
 * @throws BatchError `output-exists`, `output-is-link`, `output-is-input`, `output-failed`, `disk-full`; what `make` throws
 */
export async function writeOutput(
  make: () => Uint8Array | Promise<Uint8Array>,
  place: OutputPlace,
  session: Session,
  quiet: boolean,
): Promise<void> {
  const output = openOutput(place, session)
  try {
    await output.fill(await make())
  } catch (error) {
    output.discard()
    throw error
  }
  if (place.file !== '-' && !quiet) session.stderr.print(prose`Wrote ${place.file}\n`)
}

function openOutput(place: OutputPlace, { stdout, cwd }: Session): OpenOutput {
  if (place.file === '-')
    return { fill: (bytes) => failingAs(undefined, () => stdout.deliver(bytes)), discard: () => undefined }
  const path = resolve(cwd, place.file)
  assertNotInput(path, place.inputs)
  const { file, at } = openFile(path, place)
  const isFile = fstatSync(file).isFile()
  let isOpen = true
  function close(): void {
    if (isOpen) closeSync(file)
    isOpen = false
  }
  return {
    async fill(bytes) {
      await failingAs(path, () => {
        for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done)
        if (isFile) fsyncSync(file)
        close()
        if (at !== path) renameSync(at, path)
      })
    },
    discard() {
      close()
      if (isFile) rmSync(at, { force: true })
    },
  }
}

function openFile(
  path: string,
  { force, mode }: OutputPlace,
): { readonly file: number; readonly at: string } {
  try {
    return { file: createFile(path, mode), at: path }
  } catch (error) {
    if (!force || !(error instanceof BatchError) || error.code !== 'output-exists') throw error
  }
  // It takes the place of the old file in one step, when all of it is there.
  const at = `${path}.${randomBytes(6).toString('hex')}.new`
  return { file: createFile(at, mode), at }
}

async function failingAs(path: string | undefined, write: () => void | Promise<void>): Promise<void> {
  try {
    await write()
  } catch (error) {
    const { code: detail = 'unknown' } = error as NodeJS.ErrnoException
    throw new BatchError({ code: 'output-failed', ...(path === undefined ? {} : { path }), detail })
  }
}
