import { labelError } from '../issue/label-error.ts'
import { elementName } from './element-name.ts'
import type { Element, Template } from './template.ts'

// `{date:DD.MM.YYYY}` in a text is the date of the job. It is filled in once, before anything is planned, so that all
// labels of a job and of its later runs show one date, and nothing here asks a clock.

const DATED = /\{\{|\}\}|\{\s*date:([^{}]*)\}/g

/** A letter or several of a format, or text in square brackets that stands for itself. */
const TOKEN = /\[([^\]]*)\]|([A-Za-z])\2*/g

interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}

const TOKENS: ReadonlyMap<string, (date: Day) => string> = new Map(
  Object.entries({
    YYYY: ({ year }) => padded(year, 4),
    YY: ({ year }) => padded(year % 100, 2),
    MM: ({ month }) => padded(month, 2),
    M: ({ month }) => String(month),
    DD: ({ day }) => padded(day, 2),
    D: ({ day }) => String(day),
    DDD: (date) => padded(dayOfYear(date), 3),
    GGGG: (date) => padded(isoWeek(date).year, 4),
    GG: (date) => padded(isoWeek(date).year % 100, 2),
    WW: (date) => padded(isoWeek(date).week, 2),
  } satisfies Record<string, (date: Day) => string>),
)

/** Whether a text has a date that is not filled in. */
export function isDated(text: string): boolean {
  for (const [, format] of text.matchAll(DATED)) if (format !== undefined) return true
  return false
}

/**
 * Whether a template shows the date of the job.
 *
 * @example
 * ```ts
 * import { defaultTemplate, usesDate } from '@claimtag/label'
 *
 * console.log(usesDate(defaultTemplate)) // false
 * ```
 */
export function usesDate({ elements }: Template): boolean {
  return elements.some((element) => 'text' in element && isDated(element.text ?? ''))
}

/**
 * A template with the date of the job in the places of `{date:…}`: `YYYY` or `YY`, `MM` or `M`, `DD` or `D`; `DDD`, the
 * day of the year; `GGGG` or `GG` and `WW`, the year and the week of ISO 8601. Other letters stand in square brackets,
 * as in `{date:GG[W]WW}`.
 *
 * @param date as `2026-11-28`
 * @throws LabelError `bad-date`, `bad-date-format`
 *
 * @example
 * ```ts
 * import { type Template, withDate } from '@claimtag/label'
 *
 * const text = 'Made {date:DD.MM.YYYY}, {date:GG[W]WW}'
 * const made = { type: 'text', x: 1, y: 1, width: 20, size: 2, text } as const
 * const template: Template = { name: 'made', stock: { width: 30, height: 10 }, elements: [made] }
 * const [shown] = withDate(template, '2026-11-28').elements
 * console.log(shown?.type === 'text' && shown.text) // Made 28.11.2026, 26W48
 * ```
 */
export function withDate(template: Template, date: string): Template {
  const day = parseDay(date)
  const elements = template.elements.map((element, index) => datedElement(element, index, day))
  return { ...template, elements }
}

/**
 * The day at a place, by its own calendar, as `withDate` takes it.
 *
 * @example
 * ```ts
 * import { localDate } from '@claimtag/label'
 *
 * console.log(localDate(new Date(2026, 10, 28, 23, 59))) // 2026-11-28
 * ```
 */
export function localDate(now: Date): string {
  return [padded(now.getFullYear(), 4), padded(now.getMonth() + 1, 2), padded(now.getDate(), 2)].join('-')
}

function datedElement(element: Element, index: number, day: Day): Element {
  if (!('text' in element) || element.text === undefined || !isDated(element.text)) return element
  const text = element.text.replace(DATED, (whole, format: string | undefined) =>
    format === undefined ? whole : escaped(formatted(day, format.trim(), elementName(element, index))),
  )
  return { ...element, text }
}

function formatted(day: Day, format: string, element: string): string {
  return format.replace(TOKEN, (token: string, literal: string | undefined) => {
    if (literal !== undefined) return literal
    const write = TOKENS.get(token)
    if (write === undefined) throw labelError({ code: 'bad-date-format', element, format, token })
    return write(day)
  })
}

/** The filled text is parsed as a pattern again. */
function escaped(text: string): string {
  return text.replace(/[{}]/g, '$&$&')
}

function parseDay(date: string): Day {
  const [, ...parts] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date) ?? []
  const [year = 0, month = 0, day = 0] = parts.map(Number)
  const isDay = new Date(Date.UTC(year, month - 1, day)).toISOString().startsWith(date)
  if (parts.length === 0 || !isDay || year < 1000) throw labelError({ code: 'bad-date', date })
  return { year, month, day }
}

const DAY_MS = 86_400_000

function daysSince(year: number, date: Day): number {
  return (Date.UTC(date.year, date.month - 1, date.day) - Date.UTC(year, 0, 1)) / DAY_MS
}

function dayOfYear(date: Day): number {
  return daysSince(date.year, date) + 1
}

/** The week of the Thursday next to a day, whose year is the week's year (ISO 8601, 3.1.1.23). */
function isoWeek(date: Day): { readonly year: number; readonly week: number } {
  const noon = Date.UTC(date.year, date.month - 1, date.day)
  const fromMonday = (new Date(noon).getUTCDay() + 6) % 7
  const thursday = new Date(noon + (3 - fromMonday) * DAY_MS)
  const year = thursday.getUTCFullYear()
  return { year, week: Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / DAY_MS / 7) + 1 }
}

function padded(value: number, digits: number): string {
  return String(value).padStart(digits, '0')
}
