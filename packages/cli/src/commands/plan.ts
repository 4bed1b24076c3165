import { createLabeller, type Labeller, type LabelPlan } from '@claimtag/label'
import { EXIT, type ExitCode } from '../exit-code.ts'
import type { Paint } from '../output/paint.ts'
import type { Invocation } from '../program.ts'
import { prose, type Prose } from '../output/prose.ts'
import { deviceFiles } from '../settings/device-files.ts'
import { inRow, type Sample, sampleDevices, spokenRow, type Tried, tryLabel } from '../settings/sample.ts'
import type { Session } from '../session.ts'
import { drawingSettings, type DrawingSettings, type Settings } from '../settings/settings.ts'
import { isMisfit, type WorkingStock, workingStocks } from '../settings/stock.ts'

export async function plan(invocation: Invocation, io: Session): Promise<ExitCode> {
  const settings = await drawingSettings(invocation, io.cwd)
  const { template, dpi, json } = settings
  const samples = await sampleDevices(deviceFiles(invocation.args, io), settings, io.signal)
  const tried = tryAll(settings, samples)
  const stocks = workingStocks(dpi, samples)
  const [first] = tried
  const failed = tried.find(({ fault }) => fault !== undefined)
  if (json) {
    const found = first?.planned ?? { template: template.name, dpi, error: first?.fault?.toJSON() }
    const rows = samples.some(({ row }) => row !== undefined) ? { rows: tried.map(described) } : {}
    io.stdout.json({ fits: failed === undefined, ...found, ...rows, stocks })
  } else if (failed?.fault === undefined) {
    io.stdout.print(table(tried, stocks, settings, io.stdout.paint))
  } else {
    const red = io.stderr.paint.red('claimtag:')
    const { width, height } = template.stock
    const reason = inRow(failed.sample, failed.fault)
    if (isMisfit(failed.fault)) {
      const advised = advice(stocks, settings).map((line) => prose`  ${line}\n`)
      io.stderr.print(
        prose`${red} ${template.name} (${width} × ${height} mm) does not work at ${dpi} dpi. ${reason}\nStock:\n${advised}`,
      )
    } else io.stderr.print(prose`${red} ${reason}\n`)
  }
  return failed === undefined ? EXIT.done : EXIT.usage
}

function tryAll(settings: DrawingSettings, samples: readonly Sample[]): readonly Tried[] {
  let labeller: Labeller
  try {
    labeller = createLabeller(settings.template, settings)
  } catch (fault) {
    if (!isMisfit(fault)) throw fault
    // The template works for no device, so no row is to blame.
    return samples.map(({ text, fields }) => ({ sample: { text, fields }, fault }))
  }
  return samples.map((sample) => tryLabel(labeller, sample))
}

/** A row of `--json`: what the label of another row will be stands there as that of the first does. */
function described({ sample: { row }, planned, fault }: Tried): object {
  return { ...row, ...(planned === undefined ? { error: fault.toJSON() } : { plan: planned }) }
}

type Row = readonly [name: string, description: string]

function table(
  tried: readonly Tried[],
  stocks: readonly WorkingStock[],
  settings: DrawingSettings,
  { bold, yellow }: Paint,
): Prose {
  const [first, ...others] = tried
  const usual = first?.planned === undefined ? [] : detailsOf(first.planned)
  const rows: Row[] = [
    ...(first?.planned === undefined ? [] : sizeOf(first.planned)),
    ...(first === undefined ? [] : rowOf(first.sample)),
    ...usual,
    ...others.flatMap(({ sample, planned }) => [
      ...rowOf(sample),
      ...(planned === undefined ? [] : beyond(detailsOf(planned), usual)),
    ]),
    ...advice(stocks, settings).map((description, index): Row => [index === 0 ? 'stock' : '', description]),
  ]
  const column = Math.max(...rows.map(([name]) => name.length)) + 2
  const paint = (name: string): Prose => (name === 'warning' ? yellow : bold)(name.padEnd(column))
  return prose`${rows.map(([name, description]) => prose`${paint(name)}${description}\n`)}`
}

function rowOf(sample: Sample): readonly Row[] {
  const row = spokenRow(sample)
  return row === undefined ? [] : [['row', row]]
}

function sizeOf({ template, dpi, width, height, widthDots, heightDots }: LabelPlan): readonly Row[] {
  return [
    ['label', `${template}, ${width} × ${height} mm`],
    ['printer', `${dpi} dpi, ${widthDots} × ${heightDots} dots`],
  ]
}

/** What of a label depends on the device. */
function detailsOf({ symbols, texts, warnings }: LabelPlan): readonly Row[] {
  return [
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
  ]
}

/** What is not as on the first label, each line of a symbol with its name. */
function beyond(details: readonly Row[], usual: readonly Row[]): readonly Row[] {
  const known = new Set(named(usual).map((row) => row.join('\0')))
  const others = named(details).filter((row) => !known.has(row.join('\0')))
  return others.length === 0 ? [['', 'as on the first label']] : others
}

function named(rows: readonly Row[]): readonly Row[] {
  let last = ''
  return rows.map(([name, description]) => [(last = name === '' ? last : name), description])
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
