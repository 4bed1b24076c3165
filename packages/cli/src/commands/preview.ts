import { createLabeller } from '@claimtag/label'
import { renderTerminal } from '@claimtag/label/terminal'
import { EXIT, type ExitCode } from '../exit-code.ts'
import type { Io } from '../io.ts'
import type { Invocation } from '../program.ts'
import { sampleDevice } from '../sample.ts'
import { loadSettings } from '../settings.ts'

export async function preview(invocation: Invocation, io: Io): Promise<ExitCode> {
  const settings = await loadSettings(invocation, io.cwd)
  const { text, fields } = await sampleDevice(invocation.args[0], settings, io)
  const labeller = createLabeller(settings.template, settings)
  const placed = labeller.place(text, fields)
  const colour = io.stdout.isTTY === true && (io.env['NO_COLOR'] ?? '') === ''
  io.stdout.write(
    settings.json
      ? `${JSON.stringify(labeller.plan(text, fields))}\n`
      : renderTerminal(placed, { color: colour }),
  )
  return EXIT.done
}
