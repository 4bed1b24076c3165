import { isCounted } from '@claimtag/batch'
import { builtInFormats, ClaimtagError, defineFormat, type Format, parseWrittenEui64 } from '@claimtag/core'
import { createDecoder } from '@claimtag/decoder/documents'
import { fileSource, jobSource, type LabelSource, type StationOptions } from '@claimtag/line'
import { randomTokens } from '@claimtag/online'
import type { LanguageName } from '@claimtag/printer'
import { webcrypto } from 'node:crypto'
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { waitingLine } from '../batch-report.ts'
import { openCodes } from '../codes/open-codes.ts'
import { headDotsOf } from '../flags/batch-flags.ts'
import { text } from '../flags/flag-value.ts'
import type { Invocation } from '../program.ts'
import type { Session } from '../session.ts'
import { labelSettings, loadSettings } from '../settings/settings.ts'
import { UsageError } from '../usage-error.ts'

/** Where labels come from, with the decoder that reads them. */
export interface OpenedSource {
  readonly source: LabelSource
  readonly decoder: StationOptions['decoder']
  readonly dpi: number
  /** Files that are read, none of which may be printed into. */
  readonly inputs: readonly string[]
}

/**
 * Opens a finished job, files of devices, or the store of codes.
 *
 * @throws UsageError
 */
export async function openSource(
  invocation: Invocation,
  language: LanguageName,
  io: Session,
): Promise<OpenedSource> {
  const { args, flags } = invocation
  const settings = await loadSettings(invocation, io.cwd)
  const { format, template, dpi, config } = settings
  if (flags['online'] === true) {
    if (args.length > 0)
      throw new UsageError('--online takes the devices from the store, and no file of them.')
    if (isCounted(template))
      throw new UsageError(
        `${template.name} counts its labels ({index} of {count}), and a store has no last one: print a job or a file of devices, or take another template.`,
      )
    const tokens = randomTokens((bytes) => webcrypto.getRandomValues(bytes))
    const joinEui = joinEuiOf(flags['joinEui'])
    const codes = await openCodes(invocation, io, { format, tokens, create: joinEui !== undefined })
    const name = text(flags['store']) ?? 'the store'
    // A password may be in the address of a database.
    const shown = /^postgres/i.test(name) ? 'the store' : name
    const { storeSource } = await import('./store-source.ts')
    const { signal } = io
    const source = storeSource(codes, { language, ...labelSettings(settings), joinEui, name: shown, signal })
    return { source, decoder: createDecoder([format]), dpi, inputs: settings.files }
  }
  const names = args.length === 0 && config.out !== undefined ? [config.out] : args
  const [first, ...others] = names
  if (first === undefined)
    throw new UsageError(
      'Say where the labels come from: claimtag line labels, a file of devices, or --online.',
    )
  const paths = names.map((name) => resolve(io.cwd, name))
  if (others.length === 0 && isFolder(paths[0] ?? '')) {
    const out = paths[0] ?? ''
    const source = await jobSource({
      out,
      language,
      signal: io.signal,
      onWait: (holder) => io.stderr.print(waitingLine(holder)),
    })
    const own = formatOf(source.formatDocument) ?? format
    return { source, decoder: createDecoder([own]), dpi: source.dpi, inputs: [] }
  }
  const input = others.length === 0 ? (paths[0] ?? '') : paths
  const source = await fileSource({
    input,
    language,
    ...labelSettings(settings),
    headDots: headDotsOf(config.headDots, dpi),
    signal: io.signal,
  })
  return { source, decoder: createDecoder([format]), dpi, inputs: [...settings.files, ...paths] }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

/** A job of the first version does not say its format. */
function formatOf(document: unknown): Format | undefined {
  try {
    if (document === undefined) return undefined
    const own = defineFormat(document as Parameters<typeof defineFormat>[0])
    // One that comes with the decoder, which knows it already.
    return builtInFormats.find(({ id }) => id === own.id) ?? own
  } catch (error) {
    if (error instanceof ClaimtagError) return undefined
    throw error
  }
}

function joinEuiOf(flag: Invocation['flags'][string]): string | undefined {
  const written = text(flag)
  if (written === undefined) return undefined
  const joinEui = parseWrittenEui64(written)
  if (joinEui === undefined) throw new UsageError('--join-eui needs an AppEUI, which has 16 hex digits.')
  return joinEui
}
