import { count, explain, type DecodeResult } from '@claimtag/core'
import { createDecoder } from '@claimtag/decoder/documents'
import type { Scanner } from '@claimtag/decoder/scan'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { loadConfig } from '../settings/config.ts'
import { text } from '../flags/flag-value.ts'
import { readFile } from '../settings/read-file.ts'
import { loadFormat } from '../settings/format-document.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { UsageError } from '../usage-error.ts'
import type { Invocation } from '../program.ts'
import { prose } from '../output/prose.ts'
import type { Session } from '../session.ts'

/** A text to decode and its source; without a text when a picture has no code. */
interface Found {
  readonly source: string
  /** Line number in stdin, when it has one text on each line. */
  readonly line?: number
  readonly text?: string
}

/** A picture of 64 megapixels without compression, or a million codes. */
const MOST_BYTES = 1 << 28

const PICTURE = /\.(png|jpe?g|gif|bmp|webp)$/i

export async function decodeCodes({ args, flags }: Invocation, io: Session): Promise<ExitCode> {
  const { config, folder } = await loadConfig(text(flags['config']), io.cwd)
  const own = text(flags['format'])
  const format = own === undefined ? config.format : own
  const loaded = format === undefined ? [] : [loadFormat(format, own === undefined ? folder : io.cwd).format]
  const decoder = createDecoder(loaded)
  let refused = 0
  let blank = false
  // Loaded only when needed: the reader of pictures is large, and most codes come as texts.
  let scanner: Promise<Scanner> | undefined
  const openScanner = (): Promise<Scanner> =>
    (scanner ??= import('@claimtag/decoder/scan').then(({ createScanner }) => createScanner()))
  for (const argument of args) {
    for await (const { source, line, text: code } of codesOf(argument, io, openScanner)) {
      const result = code === undefined ? undefined : decoder.decode(code)
      if (result?.ok !== true) refused++
      if (flags['json'] === true) io.stdout.json({ ...jsonPlace(source, line), ...jsonOf(result) })
      else {
        if (blank) io.stdout.print(prose`\n`)
        const place = line === undefined ? source : `line ${line}`
        blank = write(result, args.length > 1 || source !== 'text' ? place : undefined, io)
      }
    }
  }
  return refused > 0 ? EXIT.refused : EXIT.done
}

async function* codesOf(
  argument: string,
  io: Session,
  openScanner: () => Promise<Scanner>,
): AsyncGenerator<Found> {
  if (argument === '-') {
    const bytes = await readAll(io.stdin)
    if (isPicture(bytes)) yield* codesInPicture('-', bytes, await openScanner())
    else
      for (const [index, line] of bytes.toString('utf8').split('\n').entries())
        if (line.trim() !== '') yield { source: '-', line: index + 1, text: line }
    return
  }
  const path = resolve(io.cwd, argument)
  if (!PICTURE.test(argument) && !existsSync(path)) {
    yield { source: 'text', text: argument }
    return
  }
  const bytes = readFile(path, MOST_BYTES, argument)
  yield* codesInPicture(argument, bytes, await openScanner())
}

async function* codesInPicture(source: string, bytes: Uint8Array, scanner: Scanner): AsyncGenerator<Found> {
  const { ScanError, textsOf } = await import('@claimtag/decoder/scan')
  try {
    const texts = textsOf(await scanner.scan(bytes))
    if (texts.length === 0) yield { source }
    for (const code of texts) yield { source, text: code }
  } catch (error) {
    throw error instanceof ScanError ? new UsageError(`${source}: ${error.message}`) : error
  }
}

function jsonPlace(source: string, line: number | undefined): object {
  if (line !== undefined) return { source, line }
  return source === 'text' ? {} : { source }
}

function jsonOf(result: DecodeResult | undefined): object {
  if (result === undefined) return { ok: false, error: { code: 'no-code', message: NO_CODE } }
  if (result.ok) return result
  return { ok: false, error: { ...result.error, message: explain(result.error) } }
}

const NO_CODE = 'There is no readable QR code in this picture.'

const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    devEui: 'DevEUI',
    joinEui: 'AppEUI',
    ownerToken: 'ownerToken',
    vendorId: 'Vendor ID',
    vendorProfileId: 'Vendor profile',
    serialNumber: 'Serial number',
    proprietary: 'Proprietary',
  }),
)

/** Returns whether it wrote to stdout. */
function write(result: DecodeResult | undefined, source: string | undefined, io: Session): boolean {
  const before = source === undefined ? '' : `${source}: `
  if (result?.ok !== true) {
    io.stderr.print(prose`${before}${result === undefined ? NO_CODE : explain(result.error)}\n`)
    return false
  }
  if (source !== undefined) io.stdout.print(prose`${io.stdout.paint.bold(source)}\n`)
  const { extra = {}, ...fields } = result.record
  for (const [name, value] of [...Object.entries(fields), ...Object.entries(extra)]) {
    io.stdout.print(prose`${(NAMES.get(name) ?? name).padEnd(16)}${value}\n`)
  }
  io.stdout.print(prose`${'Format'.padEnd(16)}${result.format}\n`)
  for (const warning of result.warnings) io.stderr.print(prose`${before}${explain(warning)}\n`)
  return true
}

/** PNG, JPEG, GIF, BMP, or RIFF, which WebP begins with. */
function isPicture(bytes: Buffer): boolean {
  return [
    [0x89, 0x50],
    [0xff, 0xd8],
    [0x47, 0x49],
    [0x42, 0x4d],
    [0x52, 0x49],
  ].some(([first, second]) => bytes[0] === first && bytes[1] === second && bytes.length > 64)
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
