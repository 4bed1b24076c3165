import { createLabeller } from '@claimtag/label'
import { encodePng } from '@claimtag/label/png'
import { renderTerminal } from '@claimtag/label/terminal'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { writeOutput } from '../output/write-output.ts'
import { text as flagText } from '../flags/flag-value.ts'
import type { Invocation } from '../program.ts'
import { Prose } from '../output/prose.ts'
import { deviceFiles } from '../settings/device-files.ts'
import { sampleDevice } from '../settings/sample.ts'
import type { Session } from '../session.ts'
import { loadSettings } from '../settings/settings.ts'
import { UsageError } from '../usage-error.ts'

export async function preview(invocation: Invocation, io: Session): Promise<ExitCode> {
  const settings = await loadSettings(invocation, io.cwd)
  const devices = deviceFiles(invocation.args, io)
  const { text, fields } = await sampleDevice(devices, settings)
  const labeller = createLabeller(settings.template, settings)
  const file = flagText(invocation.flags['out'])
  if (file !== undefined) {
    if (file === '-' && io.stdout.isTTY)
      throw new UsageError('The picture would go to this terminal: pipe it, or name a file.')
    const inputs = [...settings.files, ...(devices?.paths ?? [])]
    const place = { file, force: invocation.flags['force'] === true, inputs }
    const make = (): Uint8Array => encodePng(labeller.draw(text, fields), settings)
    await writeOutput(make, place, io, settings.quiet || settings.json)
    return EXIT.done
  }
  const placed = labeller.place(text, fields)
  const color = io.stdout.isTTY && (io.env['NO_COLOR'] ?? '') === ''
  if (settings.json) io.stdout.json(labeller.plan(text, fields))
  else io.stdout.print(Prose.picture(renderTerminal(placed, { color })))
  return EXIT.done
}
