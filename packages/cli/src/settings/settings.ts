import type { ColumnMapping, IdNotation } from '@claimtag/batch'
import { thingpark, type Format } from '@claimtag/core'
import { localDate, usesDate, withDate, type BarcodeEncoder, type Fonts } from '@claimtag/label'
import { columnMapping } from './columns.ts'
import type { Config } from './config-schema.ts'
import { loadConfig } from './config.ts'
import { text, texts, wholeNumber } from '../flags/flag-value.ts'
import { loadFormat, type LoadedFormat } from './format-document.ts'
import type { Invocation } from '../program.ts'
import { templateOfStock } from './stock.ts'
import {
  type Design,
  loadBarcodes,
  loadDesign,
  loadTemplate,
  type LoadedTemplate,
} from './template-document.ts'
import { UsageError } from '../usage-error.ts'

const DPI = 203

/** Flags and configuration combined, with their documents loaded. Flags win. */
export interface Settings extends Design {
  readonly config: Config
  readonly format: Format
  /** For the bar codes of the template. */
  readonly barcodes: BarcodeEncoder | undefined
  readonly dpi: number
  /** Names of the input's columns by field. */
  readonly columns: ColumnMapping
  /** Files from which they were read. */
  readonly files: readonly string[]
  readonly ids: IdNotation | undefined
  /** Hidden rows and sheets of a workbook are left out. */
  readonly visible: boolean
  readonly json: boolean
  readonly quiet: boolean
}

/**
 * @throws UsageError
 * @throws ClaimtagError when a document is wrong
 */
export async function loadSettings({ flags }: Invocation, cwd: string): Promise<Settings> {
  const { config, path, folder } = await loadConfig(text(flags['config']), cwd)
  const format = formatOf(text(flags['format']), config.format, cwd, folder)
  const template = text(flags['template'])
  const stock = text(flags['stock'])
  if (stock !== undefined && template !== undefined)
    throw new UsageError('--stock makes a template and --template names one: give one of them.')
  const dpi = flags['dpi'] === undefined ? (config.dpi ?? DPI) : wholeNumber('--dpi', flags['dpi'])
  const loaded: LoadedTemplate =
    stock !== undefined
      ? { template: templateOfStock(stock), folder: cwd }
      : template === undefined
        ? await loadTemplate(config.template, folder)
        : await loadTemplate(template, cwd)
  return {
    config,
    format: format.format,
    ...(await loadDesign(loaded, dpi)),
    barcodes: await loadBarcodes(loaded),
    dpi,
    columns: columnMapping(config.columns, texts(flags['column'])),
    files: [path, format.path, loaded.path].filter((file) => file !== undefined),
    ids: idNotation(text(flags['ids']) ?? config.ids),
    visible: flags['visible'] === true || config.visible === true,
    json: flags['json'] === true,
    quiet: flags['quiet'] === true,
  }
}

/** What a batch reads devices with, and draws their labels. */
type LabelSettings = Pick<Settings, keyof Design | 'format' | 'dpi' | 'columns' | 'ids' | 'visible'>

export function labelSettings(settings: Settings): LabelSettings {
  const { format, template, art, fontFiles, dpi, columns, ids, visible } = settings
  return { format, template, art, fontFiles, dpi, columns, ids, visible }
}

/** Settings with all that a label is drawn with. */
export interface DrawingSettings extends Settings {
  readonly fonts: Fonts | undefined
}

/**
 * The same for a command that draws labels without a job: its template shows a date given, or that of today, and its
 * fonts are open.
 *
 * @throws LabelError `bad-date`, `bad-date-format`, `unreadable-font`, `opentype-missing`
 */
export async function drawingSettings(
  invocation: Invocation,
  cwd: string,
  now: () => Date = () => new Date(),
): Promise<DrawingSettings> {
  const settings = await loadSettings(invocation, cwd)
  const { template: design, fontFiles } = settings
  const date = text(invocation.flags['date'])
  const template = usesDate(design) ? withDate(design, date ?? localDate(now())) : design
  const fonts =
    fontFiles === undefined ? undefined : await (await import('@claimtag/label/fonts')).openFonts(fontFiles)
  return { ...settings, template, fonts }
}

function formatOf(
  typed: string | undefined,
  configured: string | undefined,
  cwd: string,
  folder: string,
): LoadedFormat {
  if (typed !== undefined) return loadFormat(typed, cwd)
  return configured === undefined ? { format: thingpark } : loadFormat(configured, folder)
}

function idNotation(asked: string | undefined): IdNotation | undefined {
  if (asked === undefined || asked === 'hex' || asked === 'decimal') return asked
  throw new UsageError(`--ids knows hex and decimal, not ${asked}.`)
}
