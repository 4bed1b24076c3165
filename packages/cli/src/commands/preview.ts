import { createLabeller } from '@claimtag/label'
import { encodePng } from '@claimtag/label/png'
import { renderTerminal } from '@claimtag/label/terminal'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { writeOutput } from '../write-output.ts'
import type { Io } from '../io.ts'
import type { Invocation } from '../program.ts'
import { sampleDevice } from '../sample.ts'
import { loadSettings, text as flagText } from '../settings.ts'
import { UsageError } from '../usage-error.ts'

export async function preview(invocation: Invocation, io: Io): Promise<ExitCode> {
  const settings = await loadSettings(invocation, io.cwd)
  const { text, fields } = await sampleDevice(invocation.args[0], settings, io)
  const labeller = createLabeller(settings.template, settings)
  const file = flagText(invocation.flags['out'])
  if (file !== undefined) {
    if (file === '-' && io.stdout.isTTY === true)
      throw new UsageError('The picture would go to this terminal: pipe it, or name a file.')
    const png = encodePng(labeller.draw(text, fields), settings)
    await writeOutput(png, file, io, settings.quiet || settings.json)
    return EXIT.done
  }
  const placed = labeller.place(text, fields)
  const colour = io.stdout.isTTY === true && (io.env['NO_COLOR'] ?? '') === ''
  io.stdout.write(
    settings.json
      ? `${JSON.stringify(labeller.plan(text, fields))}\n`
      : renderTerminal(placed, { color: colour }),
  )
  return EXIT.done
}
