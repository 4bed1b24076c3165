import { createLabeller, presets, type Template } from '@claimtag/label'
import { renderTerminal } from '@claimtag/label/terminal'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { text } from '../flags/flag-value.ts'
import type { Invocation } from '../program.ts'
import { prose, Prose } from '../output/prose.ts'
import { typicalDevice } from '../settings/sample.ts'
import type { Session } from '../session.ts'
import { schemaPlace } from '../settings/schema-place.ts'
import { loadSettings } from '../settings/settings.ts'
import { isMisfit } from '../settings/stock.ts'
import { UsageError } from '../usage-error.ts'

/** Lists the built-in templates, with pictures on a terminal, or writes one as a document to start from. */
export async function templates(invocation: Invocation, io: Session): Promise<ExitCode> {
  const { stdout, env } = io
  const shown = text(invocation.flags['show'])
  if (shown !== undefined) {
    const document = { $schema: schemaPlace('template', io.cwd), ...templateNamed(shown) }
    stdout.print(Prose.lines(`${JSON.stringify(document, undefined, 2)}\n`))
    return EXIT.done
  }
  const settings = await loadSettings(invocation, io.cwd)
  if (settings.json) {
    stdout.json(Object.values(presets).map(described))
    return EXIT.done
  }
  const device = typicalDevice(settings.format)
  const color = stdout.isTTY && (env['NO_COLOR'] ?? '') === ''
  const hasPictures = stdout.isTTY && !settings.quiet
  const width = Math.max(...Object.keys(presets).map((name) => name.length)) + 2
  for (const template of Object.values(presets)) {
    stdout.print(prose`${stdout.paint.bold(template.name.padEnd(width))}${template.title ?? ''}\n`)
    if (hasPictures) stdout.print(pictureOf(template))
  }
  return EXIT.done

  function pictureOf(template: Template): Prose {
    try {
      const placed = createLabeller(template, settings).place(device.text, device.fields)
      return prose`${Prose.picture(renderTerminal(placed, { color }))}\n`
    } catch (error) {
      if (!isMisfit(error)) throw error
      return prose`  ${error.message}\n\n`
    }
  }
}

function templateNamed(name: string): Template {
  const template = Object.hasOwn(presets, name) ? presets[name] : undefined
  if (template === undefined)
    throw new UsageError(`There is no template ${name}. Built in: ${Object.keys(presets).join(', ')}.`)
  return template
}

/** A line of `--json`. */
interface Described {
  readonly name: string
  readonly title?: string | undefined
  /** Of one label, in mm. */
  readonly width: number
  readonly height: number
  /** Labels on a sheet, across and down. */
  readonly columns?: number
  readonly rows?: number
}

function described({ name, title, stock: { width, height }, sheet }: Template): Described {
  return {
    name,
    title,
    width,
    height,
    ...(sheet === undefined ? {} : { columns: sheet.columns, rows: sheet.rows }),
  }
}
