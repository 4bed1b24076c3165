import { assertNotInput, BatchError, createFile } from '@claimtag/batch'
import { writeWhole } from '@claimtag/disk'
import { randomBytes } from 'node:crypto'
import { closeSync, fstatSync, fsyncSync, renameSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { prose } from './prose.ts'
import type { Session } from '../session.ts'

/** The place of an output, and its conditions. */
export interface OutputPlace {
  /** The path as typed; `-` is stdout. */
  readonly file: string
  /** Replaces an existing file. */
  readonly force: boolean
  /** Files that the command reads; the output must not be one of them. */
  readonly inputs: readonly string[]
  /** Default: for its owner only, since a label contains a token. */
  readonly mode?: number
}

type Parts = Iterable<Uint8Array> | AsyncIterable<Uint8Array>

interface OpenOutput {
  fill(parts: Parts): Promise<void>
  /** Restores the state before. */
  discard(): void
}

/**
 * Writes an output and reports it. The file is opened before the bytes are made, so that nothing is made in vain;
 * when making or writing them fails, nothing of the file remains.
 *
 * @throws BatchError `output-exists`, `output-is-link`, `output-is-input`, `output-failed`, `disk-full`; the errors
 *   of `make`
 */
export async function writeOutput(
  make: () => Uint8Array | Promise<Uint8Array> | AsyncIterable<Uint8Array>,
  place: OutputPlace,
  session: Session,
  quiet: boolean,
): Promise<void> {
  const output = openOutput(place, session)
  try {
    const made = await make()
    await output.fill(made instanceof Uint8Array ? [made] : made)
  } catch (error) {
    output.discard()
    throw error
  }
  if (place.file !== '-' && !quiet) session.stderr.print(prose`Wrote ${place.file}\n`)
}

function openOutput(place: OutputPlace, { stdout, cwd }: Session): OpenOutput {
  if (place.file === '-')
    return {
      async fill(parts) {
        for await (const bytes of parts) await failingAs(undefined, () => stdout.deliver(bytes))
      },
      discard: () => undefined,
    }
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
    async fill(parts) {
      for await (const bytes of parts) await failingAs(path, () => writeWhole(file, bytes))
      await failingAs(path, () => {
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
  // It replaces the old file in one step, when it is complete.
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
