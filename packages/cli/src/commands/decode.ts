import { type DecodeResult, explain } from '@claimtag/core'
import { createDecoder } from '@claimtag/decoder/documents'
import { codesOf } from '../decoding/codes-of.ts'
import { COMMAND_LINE, type FoundCode, inWords, isUnopened, type NoText } from '../decoding/found-code.ts'
import { createPictureScanner } from '../decoding/scan-picture.ts'
import { loadConfig } from '../settings/config.ts'
import { text } from '../flags/flag-value.ts'
import { loadFormat } from '../settings/format-document.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import type { Invocation } from '../program.ts'
import { prose } from '../output/prose.ts'
import type { Session } from '../session.ts'

export async function decodeCodes({ args, flags }: Invocation, io: Session): Promise<ExitCode> {
  const { config, folder } = await loadConfig(text(flags['config']), io.cwd)
  const own = text(flags['format'])
  const format = own === undefined ? config.format : own
  const loaded = format === undefined ? [] : [loadFormat(format, own === undefined ? folder : io.cwd).format]
  const decoder = createDecoder(loaded)
  const scan = createPictureScanner((said) => decoder.decode(said).ok)
  let [refused, isAnyUnopened, blank] = [0, false, false]
  for (const argument of args) {
    let ours = 0
    const foreign: (() => void)[] = []
    for await (const found of codesOf(argument, io, scan)) {
      const outcome = 'text' in found ? decoder.decode(found.text) : found.failure
      const isNamed = args.length > 1 || found.source !== COMMAND_LINE
      const place = isNamed ? inWords(found.source, found.place) : undefined
      const say = (): void => {
        if (blank) io.stdout.print(prose`\n`)
        blank = write(outcome, place, io)
      }
      if (flags['json'] === true) io.stdout.json({ ...jsonPlace(found), ...jsonOf(outcome) })
      if ('ok' in outcome && !outcome.ok && outcome.error.kind === 'foreign' && isBeside(found)) {
        foreign.push(say)
        continue
      }
      if (!('ok' in outcome)) {
        if (isUnopened(outcome.code)) isAnyUnopened = true
        else refused++
      } else if (outcome.ok) ours++
      else refused++
      if (flags['json'] !== true) say()
    }
    // Another code beside ours is a supplier's, or leads to a manual: it is nothing to look into.
    if (ours > 0) continue
    refused += foreign.length
    if (flags['json'] !== true) for (const say of foreign) say()
  }
  if (isAnyUnopened) return EXIT.usage
  return refused > 0 ? EXIT.refused : EXIT.done
}

/** Whether other codes may belong to the same label: those of one picture, or one file of labels. */
function isBeside({ source, place }: FoundCode): boolean {
  return source !== COMMAND_LINE && place.line === undefined
}

function jsonPlace({ source, place }: FoundCode): object {
  return source === COMMAND_LINE ? {} : { source, ...place }
}

function jsonOf(outcome: DecodeResult | NoText): object {
  if (!('ok' in outcome)) return { ok: false, error: outcome }
  if (outcome.ok) return outcome
  return { ok: false, error: { ...outcome.error, message: explain(outcome.error) } }
}

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
function write(outcome: DecodeResult | NoText, source: string | undefined, io: Session): boolean {
  const before = source === undefined ? '' : `${source}: `
  if (!('ok' in outcome)) {
    // The system's sentence names the file.
    const name = isUnopened(outcome.code) ? 'claimtag: ' : before
    io.stderr.print(prose`${name}${outcome.message}\n`)
    return false
  }
  if (!outcome.ok) {
    io.stderr.print(prose`${before}${explain(outcome.error)}\n`)
    return false
  }
  if (source !== undefined) io.stdout.print(prose`${io.stdout.paint.bold(source)}\n`)
  const { extra = {}, ...fields } = outcome.record
  for (const [name, value] of [...Object.entries(fields), ...Object.entries(extra)]) {
    io.stdout.print(prose`${(NAMES.get(name) ?? name).padEnd(16)}${value}\n`)
  }
  io.stdout.print(prose`${'Format'.padEnd(16)}${outcome.format}\n`)
  for (const warning of outcome.warnings) io.stderr.print(prose`${before}${explain(warning)}\n`)
  return true
}
