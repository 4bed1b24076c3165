import { count } from '@claimtag/core'
import { DiskError } from '@claimtag/disk'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Readable } from 'node:stream'
import type { Session } from '../session.ts'
import { readFile } from '../settings/read-file.ts'
import { UsageError } from '../usage-error.ts'
import { COMMAND_LINE, type FoundCode, UNREADABLE } from './found-code.ts'
import { codesInLabels, looksLikeLabels } from './label-codes.ts'
import type { ScanPicture } from './scan-picture.ts'
import { linesOf, textOf } from './text-lines.ts'

/** A picture of 64 megapixels without compression, or a million codes. */
const MOST_BYTES = 1 << 28

/** A name of a file that is not there, rather than a code. */
const FILE_NAME =
  /\.(?:png|jpe?g|gif|bmp|webp|avif|hei[cf]|tiff?|pdf|svg|zip|zpl|tspl|escpos|epl2|brother|txt|csv)$/i

/**
 * The codes of an argument: a code, a file of codes, of labels or of pixels, or `-`. A file that cannot be read is one
 * code without a text.
 */
export async function* codesOf(
  argument: string,
  io: Pick<Session, 'cwd' | 'stdin'>,
  scan: ScanPicture,
): AsyncGenerator<FoundCode> {
  const path = resolve(io.cwd, argument)
  const isName = FILE_NAME.test(argument) && !argument.includes('://')
  if (argument !== '-' && !isName && !existsSync(path)) {
    yield { source: COMMAND_LINE, place: {}, text: argument }
    return
  }
  let bytes: Buffer
  try {
    bytes = argument === '-' ? await readAll(io.stdin) : readFile(path, MOST_BYTES, argument)
  } catch (error) {
    if (!(error instanceof DiskError || error instanceof UsageError)) throw error
    const code = error instanceof DiskError ? error.code : UNREADABLE
    yield { source: argument, place: {}, failure: { code, message: error.message } }
    return
  }
  yield* codesIn(argument, bytes, scan)
}

async function* codesIn(source: string, bytes: Buffer, scan: ScanPicture): AsyncGenerator<FoundCode> {
  if (looksLikeLabels(bytes)) {
    yield* codesInLabels(source, bytes, scan)
    return
  }
  const text = textOf(bytes)
  if (text !== undefined) {
    let isEmpty = true
    for (const found of linesOf(text)) {
      isEmpty = false
      yield { source, place: { line: found.line }, text: found.text }
    }
    if (isEmpty && source !== '-')
      yield { source, place: {}, failure: { code: 'no-code', message: 'There is no code in this file.' } }
    return
  }
  const texts = await scan(bytes)
  if ('code' in texts) yield { source, place: {}, failure: texts }
  else for (const code of texts) yield { source, place: {}, text: code }
}

async function readAll(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of stream as AsyncIterable<Buffer | string>) {
    chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)
    length += chunks.at(-1)?.length ?? 0
    if (length > MOST_BYTES)
      throw new UsageError(`stdin has more than ${count(MOST_BYTES)} bytes, and is not read.`)
  }
  return Buffer.concat(chunks)
}
