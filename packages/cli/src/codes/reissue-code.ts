import { EXIT, type ExitCode } from '../exit-code.ts'
import { text } from '../flags/flag-value.ts'
import { prose } from '../output/prose.ts'
import { writeOutput } from '../output/write-output.ts'
import type { Invocation } from '../program.ts'
import type { Session } from '../session.ts'
import type { Settings } from '../settings/settings.ts'
import { UsageError } from '../usage-error.ts'
import { deviceOfFlags } from './device-flags.ts'
import { kindOfLabel, labelOfCode } from './label-of-code.ts'
import type { Codes } from './open-codes.ts'
import { reasonOf } from './reason.ts'

/**
 * Gives a device a new code with a new token: a random one, or the one in a file that is named behind the DevEUI. What
 * the command line says of the device replaces what the code said.
 */
export async function reissueCode(
  { issuer, keyPath }: Codes,
  invocation: Invocation,
  settings: Settings,
  io: Session,
): Promise<ExitCode> {
  const { args, flags } = invocation
  const [devEui] = args
  if (devEui === undefined)
    throw new UsageError('Say which code: claimtag codes reissue DEVEUI --reason TEXT')
  const reason = reasonOf(flags)
  const before = await issuer.find(devEui, { signal: io.signal, isLatest: true })
  if (before === undefined) throw new UsageError(`${devEui} has no code in this store.`)
  if (before.format !== settings.format.id && flags['format'] === undefined)
    throw new UsageError(
      `The code of ${devEui} is of the format ${before.format}: say --format ${before.format}, or the one that it is to have.`,
    )
  const { columns, extra, ...said } = deviceOfFlags(invocation, settings.format)
  const { device } = before
  const asked = {
    ...device,
    ...said,
    ...(extra === undefined ? {} : { extra: { ...device.extra, ...extra } }),
    ...(columns === undefined ? {} : { columns: { ...device.columns, ...columns } }),
  }
  const file = text(flags['out'])
  const as = file === undefined ? undefined : kindOfLabel(invocation, file)
  const reissue = () => issuer.reissue(asked, { reason, signal: io.signal })
  let issued: Awaited<ReturnType<typeof reissue>> | undefined
  if (file !== undefined && as !== undefined) {
    const place = { file, force: flags['force'] === true, inputs: [...settings.files, keyPath] }
    // The output is checked before the code is replaced.
    const label = async () => labelOfCode((issued ??= await reissue()), as, settings)
    await writeOutput(label, place, io, settings.quiet || settings.json)
  }
  const { version, text: code } = (issued ??= await reissue())
  const secret = flags['reveal'] === true ? { text: code } : {}
  if (settings.json) io.stdout.json({ devEui: device.devEui, version, format: settings.format.id, ...secret })
  else if (flags['reveal'] === true) io.stdout.print(prose`${code}\n`)
  else if (!settings.quiet)
    io.stderr.print(
      prose`${device.devEui}: a new code, version ${version}; labels with the one before it are void\n`,
    )
  return EXIT.done
}
