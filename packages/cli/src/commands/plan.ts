import type { LabelledDevice } from '@claimtag/batch'
import { createLabeller, type LabelPlan } from '@claimtag/label'
import { EXIT, type ExitCode } from '../exit-code.ts'
import type { Paint } from '../output/paint.ts'
import type { Invocation } from '../program.ts'
import { prose, type Prose } from '../output/prose.ts'
import { deviceFiles } from '../settings/device-files.ts'
import { sampleDevice } from '../settings/sample.ts'
import type { Session } from '../session.ts'
import { loadSettings, type Settings } from '../settings/settings.ts'
import { isMisfit, type Misfit, type WorkingStock, workingStocks } from '../settings/stock.ts'

export async function plan(invocation: Invocation, io: Session): Promise<ExitCode> {
  const settings = await loadSettings(invocation, io.cwd)
  const { template, dpi, json } = settings
  const device = await sampleDevice(deviceFiles(invocation.args, io), settings)
  const { planned, misfit } = tryPlan(settings, device)
  const stocks = workingStocks({ dpi, ...device })
  if (json) {
    const found = planned ?? { template: template.name, dpi, error: misfit.toJSON() }
    io.stdout.json({ fits: planned !== undefined, ...found, stocks })
  } else if (planned !== undefined) {
    io.stdout.print(table(planned, stocks, settings, io.stdout.paint))
  } else {
    const { red } = io.stderr.paint
    const { width, height } = template.stock
    const advised = advice(stocks, settings).map((line) => prose`  ${line}\n`)
    io.stderr.print(
      prose`${red('claimtag:')} ${template.name} (${width} × ${height} mm) does not work at ${dpi} dpi. ${misfit.message}\nStock:\n${advised}`,
    )
  }
  return planned === undefined ? EXIT.usage : EXIT.done
}

type Tried =
  | { readonly planned: LabelPlan; readonly misfit?: never }
  | { readonly planned?: never; readonly misfit: Misfit }

function tryPlan(settings: Settings, { text, fields }: LabelledDevice): Tried {
  try {
    return { planned: createLabeller(settings.template, settings).plan(text, fields) }
  } catch (error) {
    if (isMisfit(error)) return { misfit: error }
    throw error
  }
}

type Row = readonly [name: string, description: string]

function table(
  planned: LabelPlan,
  stocks: readonly WorkingStock[],
  settings: Settings,
  { bold, yellow }: Paint,
): Prose {
  const { template, dpi, width, height, widthDots, heightDots, symbols, texts, warnings } = planned
  const rows: Row[] = [
    ['label', `${template}, ${width} × ${height} mm`],
    ['printer', `${dpi} dpi, ${widthDots} × ${heightDots} dots`],
    ...symbols.flatMap((symbol): Row[] => [
      [
        symbol.element,
        `version ${symbol.version}-${symbol.errorCorrection}, ${symbol.modules} modules a side`,
      ],
      ['', `a module is ${symbol.dotsPerModule} dots, ${symbol.module} mm`],
      ['', `${symbol.size} mm with its quiet zone, of ${symbol.room} mm`],
      ['', `a phone reads it from ${symbol.readingDistance} mm`],
    ]),
    ...texts.map(({ element, font, capHeight, shrunk }): Row => [
      element,
      `${font}, capitals ${capHeight} mm${shrunk ? ', shrunk to fit' : ''}`,
    ]),
    ...warnings.map(({ message }): Row => ['warning', message]),
    ...advice(stocks, settings).map((description, index): Row => [index === 0 ? 'stock' : '', description]),
  ]
  const column = Math.max(...rows.map(([name]) => name.length)) + 2
  const paint = (name: string): Prose => (name === 'warning' ? yellow : bold)(name.padEnd(column))
  return prose`${rows.map(([name, description]) => prose`${paint(name)}${description}\n`)}`
}

/** The smallest stock that works, and the smallest that works well. */
function advice(stocks: readonly WorkingStock[], { format, dpi }: Settings): readonly string[] {
  const [smallest] = stocks
  const what = `${format.id} at ${dpi} dpi`
  if (smallest === undefined) {
    return [`no built-in stock carries ${what}: take a printer of more dpi, or a format with a shorter code`]
  }
  const best = stocks.find(({ warnings }) => warnings.length === 0)
  const but = best === smallest ? '' : `, with a warning (${smallest.warnings.join(', ')})`
  return [
    `smallest for ${what}: ${size(smallest)}${but}`,
    ...(best === undefined || best === smallest ? [] : [`smallest without a warning: ${size(best)}`]),
  ]
}

function size({ width, height, template }: WorkingStock): string {
  return `${width} × ${height} mm (${template})`
}
