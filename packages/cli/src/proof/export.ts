import { assertOutsideJob, indexDevices, jobDevices, type DeviceIndex, type JobDevice } from '@claimtag/batch'
import { counted, defineFormat, type Format, type FormatDocument, isEui64, thingpark } from '@claimtag/core'
import { resolve } from 'node:path'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { exportSettings } from './export-settings.ts'
import { handOverOf, type HandedDevice } from './hand-over.ts'
import { text, texts } from '../flags/flag-value.ts'
import { prose } from '../output/prose.ts'
import { writeOutput } from '../output/write-output.ts'
import type { Invocation } from '../program.ts'
import type { Session } from '../session.ts'
import { labelSettings, loadSettings } from '../settings/settings.ts'
import { UsageError } from '../usage-error.ts'

/** A file without tokens. */
const READABLE = 0o644
const PIECE = 1 << 18

export async function exportDevices(invocation: Invocation, io: Session): Promise<ExitCode> {
  const { args, flags } = invocation
  const { cwd, signal, stderr } = io
  const settings = await loadSettings(invocation, cwd)
  const folder = args[0] ?? settings.config.out
  if (folder === undefined) throw new UsageError('Say which job: claimtag export labels --for csv')
  const out = resolve(cwd, folder)
  const wanted = exportSettings(invocation, cwd)
  const target = text(flags['for'])
  const handOver = handOverOf(target, wanted)
  const file = text(flags['out'])
  if (file === undefined) throw new UsageError('Name the file: --out devices.csv (- is stdout).')
  if (file !== '-') assertOutsideJob(out, resolve(cwd, file))
  const tokens = texts(flags['tokens']).map((name) => resolve(cwd, name))
  const withTokens = tokens.length > 0
  if (withTokens && handOver.noTokens !== undefined)
    throw new UsageError(`--for ${target} takes no --tokens. ${handOver.noTokens}`)
  const job = await jobDevices(out)
  const format = formatOf(job.formatDocument, settings.format)

  async function* parts(): AsyncGenerator<Uint8Array> {
    const options = { ...labelSettings(settings), format, signal }
    const index = withTokens ? await indexDevices(tokens, options) : undefined
    try {
      let waiting = handOver.head?.(withTokens) ?? ''
      for await (const device of job) {
        signal.throwIfAborted()
        waiting += handOver.line(handed(device, index, wanted.name), wanted)
        if (waiting.length < PIECE) continue
        yield Buffer.from(waiting, 'utf8')
        waiting = ''
      }
      yield Buffer.from(waiting, 'utf8')
    } finally {
      index?.close()
    }
  }

  const quiet = settings.quiet || settings.json
  const place = { file, force: flags['force'] === true, inputs: [...tokens, ...settings.files] }
  await writeOutput(parts, withTokens ? place : { ...place, mode: READABLE }, io, quiet)
  if (!quiet) {
    const secret = withTokens ? 'with their tokens: whoever has the file can claim them' : 'without tokens'
    stderr.print(prose`${counted(job.labelled, 'device')}, ${secret}\n`)
  }
  if (settings.json && file !== '-')
    io.stdout.json({ for: target, devices: job.labelled, file, tokens: withTokens })
  return EXIT.done
}

/** That of the job, so that codes can be compared; the first version did not record it. */
function formatOf(document: unknown, given: Format): Format {
  if (document === undefined) return given
  const { id } = document as FormatDocument
  return id === thingpark.id ? thingpark : defineFormat(document as FormatDocument)
}

/** @throws UsageError when something of the device is not known, naming it */
function handed(
  { devEui, joinEui = '', serialNumber, line, carries }: JobDevice,
  index: DeviceIndex | undefined,
  pattern = '{devEui}',
): HandedDevice {
  if (!isEui64(devEui) || !isEui64(joinEui))
    throw new UsageError(`${devEui} (line ${line}) has no JoinEUI, without which no network takes it.`)
  const device = { devEui, joinEui, serialNumber, name: nameOf(pattern, devEui, serialNumber) }
  if (index === undefined) return { ...device, ownerToken: undefined, code: undefined }
  const found = index.find(devEui)
  if (found === undefined)
    throw new UsageError(`--tokens has no row of ${devEui}, which the job has labelled.`)
  if ('issue' in found)
    throw new UsageError(`--tokens, line ${found.issue.line}, of ${devEui}: ${found.issue.reason}`)
  const { ownerToken } = found.fields
  if (ownerToken === undefined) throw new UsageError(`--tokens has no token of ${devEui}.`)
  if (!carries(found.text))
    throw new UsageError(
      `--tokens has another device under ${devEui} than the label: its code would be another one, so its token may be, too.`,
    )
  return { ...device, ownerToken, code: found.text }
}

function nameOf(pattern: string, devEui: string, serialNumber: string | undefined): string {
  return pattern.replace(/\{(\w+)\}/g, (_, field: string) => {
    if (field === 'devEui') return devEui
    if (field !== 'serialNumber') throw new UsageError('--name takes {devEui} and {serialNumber}.')
    if (serialNumber === undefined)
      throw new UsageError(`The job has no serial number of ${devEui} for --name.`)
    return serialNumber
  })
}
