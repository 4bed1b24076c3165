import { randomTokens, type Issued } from '@claimtag/online'
import { webcrypto } from 'node:crypto'
import { deviceOfFlags } from '../codes/device-flags.ts'
import { kindOfLabel, labelOfCode } from '../codes/label-of-code.ts'
import { openCodes } from '../codes/open-codes.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { text } from '../flags/flag-value.ts'
import { prose } from '../output/prose.ts'
import { writeOutput } from '../output/write-output.ts'
import type { Invocation } from '../program.ts'
import type { Session } from '../session.ts'
import { loadSettings } from '../settings/settings.ts'

/** Issues the one code of a device, or finds it, and makes its label. */
export async function issue(invocation: Invocation, io: Session): Promise<ExitCode> {
  const { flags } = invocation
  const settings = await loadSettings(invocation, io.cwd)
  const device = deviceOfFlags(invocation, settings.format)
  const tokens = randomTokens((bytes) => webcrypto.getRandomValues(bytes))
  const file = text(flags['out'])
  const as = file === undefined ? undefined : kindOfLabel(invocation, file)
  const codes = await openCodes(invocation, io, { format: settings.format, tokens, create: true })
  try {
    let issued: Issued | undefined
    const ask = async (): Promise<Issued> =>
      (issued ??= await codes.issuer.issue(device, { signal: io.signal }))
    if (file !== undefined && as !== undefined) {
      const place = { file, force: flags['force'] === true, inputs: [...settings.files, codes.keyPath] }
      // The output is checked before a token is spent.
      await writeOutput(
        async () => labelOfCode(await ask(), as, settings),
        place,
        io,
        settings.quiet || settings.json,
      )
    }
    const { record, isNew, version, text: code } = await ask()
    const { devEui, joinEui, serialNumber } = record
    if (settings.json) {
      const secret = flags['reveal'] === true ? { text: code } : {}
      io.stdout.json({ devEui, joinEui, serialNumber, version, isNew, format: settings.format.id, ...secret })
    } else if (flags['reveal'] === true) io.stdout.print(prose`${code}\n`)
    else if (!settings.quiet)
      io.stderr.print(
        prose`${devEui}: ${isNew ? 'a new code' : 'the code that it has'}, version ${version}\n`,
      )
    return EXIT.done
  } finally {
    await codes.close()
  }
}
