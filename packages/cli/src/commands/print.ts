import { assertOutsideJob, outputKind, readLabel, type LabelOrigin } from '@claimtag/batch'
import { parseWrittenEui64 } from '@claimtag/core'
import { resolve } from 'node:path'
import { loadConfig } from '../settings/config.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { text, texts } from '../flags/flag-value.ts'
import { UsageError } from '../usage-error.ts'
import { printerFlags, printExitCode, printLabels } from '../printing.ts'
import type { Invocation } from '../program.ts'
import type { Session } from '../session.ts'
import { labelSettings, loadSettings } from '../settings/settings.ts'
import { writeOutput } from '../output/write-output.ts'

export async function print(invocation: Invocation, io: Session): Promise<ExitCode> {
  const { args, flags } = invocation
  const { config } = await loadConfig(text(flags['config']), io.cwd)
  const folder = args[0] ?? config.out
  if (folder === undefined) throw new UsageError('Say which job: claimtag print labels')
  const out = resolve(io.cwd, folder)
  const devEuis = wanted(flags['devEui'])
  const reprint = reasonOf(invocation)
  const origin = await originOf(invocation, devEuis, io)
  const devices = [origin?.input ?? []].flat()
  const as = outputKind(text(flags['as']) ?? 'zpl')
  const file = text(flags['out'])
  if (file !== undefined) {
    const [devEui] = devEuis ?? []
    if (devEui === undefined || devEuis?.length !== 1 || flags['to'] !== undefined)
      throw new UsageError('--out takes the label of one --dev-eui, and no --to.')
    const place = { file, force: flags['force'] === true, inputs: devices }
    if (file !== '-') assertOutsideJob(out, resolve(io.cwd, file))
    const make = (): Promise<Uint8Array> => readLabel({ out, devEui, as, to: file, reprint, origin })
    await writeOutput(make, place, io, flags['json'] === true || flags['quiet'] === true)
    return EXIT.done
  }
  const to = text(flags['to']) ?? config.to
  if (to === undefined) throw new UsageError('Say which printer: --to tcp://host:9100')
  if (as !== 'zpl' && as !== 'tspl') throw new UsageError(`A printer takes zpl or tspl, not ${as}.`)
  const json = flags['json'] === true
  const summary = await printLabels(
    {
      ...printerFlags(invocation, to, [as], devices),
      out,
      devEuis,
      reprint,
      origin,
    },
    { json, quiet: flags['quiet'] === true },
    io,
  )
  if (json) io.stdout.json(summary)
  return printExitCode(summary)
}

function wanted(given: Invocation['flags'][string]): readonly string[] | undefined {
  if (given === undefined || typeof given === 'boolean') return undefined
  return [given].flat().map((written) => {
    const devEui = parseWrittenEui64(written)
    // The value is not quoted: a scanned label contains its whole code, with the token.
    if (devEui === undefined) throw new UsageError('--dev-eui needs a DevEUI, which has 16 hex digits.')
    return devEui
  })
}

function reasonOf({ flags }: Invocation): { readonly reason: string } | undefined {
  if (flags['reprint'] !== true) return undefined
  const reason = text(flags['reason'])?.trim() ?? ''
  if (reason === '') throw new UsageError('--reprint needs --reason "why".')
  return { reason }
}

async function originOf(
  invocation: Invocation,
  devEuis: readonly string[] | undefined,
  { cwd }: Session,
): Promise<LabelOrigin | undefined> {
  const devices = texts(invocation.flags['devices'])
  if (devices.length === 0) return undefined
  if (devEuis === undefined) throw new UsageError('--devices needs --dev-eui.')
  const settings = await loadSettings(invocation, cwd)
  const input = devices.map((name) => resolve(cwd, name))
  return { input, ...labelSettings(settings) }
}
