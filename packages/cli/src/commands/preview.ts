import { ClaimtagError } from '@claimtag/core'
import { createLabeller, type Labeller } from '@claimtag/label'
import { encodePng } from '@claimtag/label/png'
import { renderTerminal } from '@claimtag/label/terminal'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { writeOutput } from '../output/write-output.ts'
import { text as flagText } from '../flags/flag-value.ts'
import type { Invocation } from '../program.ts'
import { prose, Prose } from '../output/prose.ts'
import { deviceFiles } from '../settings/device-files.ts'
import { inRow, type Sample, sampleDevices, spokenRow, tryLabel } from '../settings/sample.ts'
import type { Session } from '../session.ts'
import { drawingSettings } from '../settings/settings.ts'
import { UsageError } from '../usage-error.ts'

export async function preview(invocation: Invocation, io: Session): Promise<ExitCode> {
  const settings = await drawingSettings(invocation, io.cwd)
  const devices = deviceFiles(invocation.args, io)
  const samples = await sampleDevices(devices, settings, io.signal)
  const [first, ...others] = samples
  const { text, fields } = first
  const labeller = createLabeller(settings.template, settings)
  const file = flagText(invocation.flags['out'])
  const { fault } = tryLabel(labeller, first)
  // When the first one does not work, that is all there is to say.
  if (fault !== undefined) throw new ClaimtagError(fault.issue, inRow(first, fault))
  const tried = others.map((sample) => tryLabel(labeller, sample))
  const isQuiet = settings.quiet || settings.json
  if (file !== undefined) {
    if (file === '-' && io.stdout.isTTY)
      throw new UsageError('The picture would go to this terminal: pipe it, or name a file.')
    const inputs = [...settings.files, ...(devices?.paths ?? [])]
    const place = { file, force: invocation.flags['force'] === true, inputs }
    const make = (): Uint8Array => encodePng(labeller.draw(text, fields), settings)
    await writeOutput(make, place, io, isQuiet)
    if (!isQuiet && file !== '-') io.stderr.print(shownRows(first, others))
  } else if (settings.json) {
    io.stdout.json({ ...labeller.plan(text, fields), ...(first.row === undefined ? {} : { row: first.row }) })
  } else {
    const color = io.stdout.isTTY && (io.env['NO_COLOR'] ?? '') === ''
    const shown = [first, ...tried.flatMap(({ sample, planned }) => (planned === undefined ? [] : sample))]
    io.stdout.print(prose`${shown.map((sample) => pictureOf(labeller, sample, color))}`)
  }
  const failed = tried.filter((one) => one.fault !== undefined)
  if (!settings.json)
    for (const { sample, fault: reason } of failed)
      io.stderr.print(prose`${io.stderr.paint.red('claimtag:')} ${inRow(sample, reason)}\n`)
  return failed.length === 0 ? EXIT.done : EXIT.usage
}

function pictureOf(labeller: Labeller, sample: Sample, color: boolean): Prose {
  const picture = Prose.picture(renderTerminal(labeller.place(sample.text, sample.fields), { color }))
  const row = spokenRow(sample)
  return row === undefined ? picture : prose`${row}:\n${picture}`
}

function shownRows(first: Sample, others: readonly Sample[]): Prose {
  const row = spokenRow(first)
  if (row === undefined) return prose``
  const more = others.map((other) => prose`  ${spokenRow(other) ?? ''}\n`)
  const also = more.length === 0 ? '' : prose`Without --out, these are shown, too:\n${more}`
  return prose`It shows ${row}.\n${also}`
}
