import { createLabeller, type LabelPlan } from '@claimtag/label'
import { EXIT, type ExitCode } from '../exit-code.ts'
import type { Io } from '../io.ts'
import type { Invocation } from '../program.ts'
import { sampleDevice } from '../sample.ts'
import { loadSettings } from '../settings.ts'

export async function plan(invocation: Invocation, io: Io): Promise<ExitCode> {
  const settings = await loadSettings(invocation, io.cwd)
  const { text, fields } = await sampleDevice(invocation.args[0], settings, io)
  const planned = createLabeller(settings.template, settings).plan(text, fields)
  if (settings.json) io.stdout.write(`${JSON.stringify(planned)}\n`)
  else io.stdout.write(describe(planned))
  return EXIT.done
}

function describe({
  template,
  dpi,
  width,
  height,
  widthDots,
  heightDots,
  symbols,
  texts,
  warnings,
}: LabelPlan): string {
  const lines = [
    `${template}: ${width} × ${height} mm, ${widthDots} × ${heightDots} dots at ${dpi} dpi`,
    ...symbols.map(
      (symbol) =>
        `${symbol.element}: version ${symbol.version}-${symbol.errorCorrection}, ${symbol.modules} modules of ${symbol.dotsPerModule} dots (${symbol.module} mm), ` +
        `${symbol.size} of ${symbol.room} mm with its quiet zone, read from ${symbol.readingDistance} mm`,
    ),
    ...texts.map(
      (text) =>
        `${text.element}: ${text.font}, capitals ${text.capHeight} mm${text.shrunk ? ', shrunk to fit' : ''}`,
    ),
    ...warnings.map(({ message }) => `warning: ${message}`),
  ]
  return `${lines.join('\n')}\n`
}
