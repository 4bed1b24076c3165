import { bigText } from './big-text.ts'
import type { Screen } from './screen.ts'

/** A row of a terminal. `banner`: in the colours of the screen's tone, as wide as the terminal. */
export interface Row {
  readonly text: string
  readonly style: 'banner' | 'banner-bold' | 'plain' | 'bold' | 'dim'
}

export interface TerminalLook {
  readonly columns: number
  readonly rows: number
  /** What stands before the typed text, and the text. */
  readonly prompt: string
  readonly input: string
  readonly showsTotals: boolean
  /** In place of the function keys, while something is asked. */
  readonly keys?: string | undefined
}

const HEADLINE_DOTS = 18
const SHORT_DOTS = 12
/** Fewer rows are too few for the end of the DevEUI in large letters. */
const TALL = 24

/**
 * Draws a screen for a terminal: a banner that is read from two metres, and under it what is read from near.
 *
 * @example
 * ```ts no-run
 * import { type Screen, terminalRows } from '@claimtag/line'
 *
 * function show(screen: Screen): void {
 *   const look = { columns: 80, rows: 24, prompt: '>', input: '', showsTotals: false }
 *   console.log(terminalRows(screen, look).map(({ text }) => text).join('\n'))
 * }
 * ```
 */
export function terminalRows(screen: Screen, look: TerminalLook): readonly Row[] {
  const { columns } = look
  const foot = [
    row(''),
    row(` ${look.prompt} ${look.input}▏`, 'bold'),
    row(''),
    ...(look.keys === undefined ? keyLines(screen, columns) : [` ${look.keys}`]).map((line) =>
      row(line, 'bold'),
    ),
  ]
  const banner = look.showsTotals ? [] : bannerOf(screen, look)
  const middle = look.showsTotals ? totalLines(screen) : factLines(screen, columns)
  const space = Math.max(0, look.rows - foot.length - banner.length)
  const shown = middle.slice(0, space)
  const gap = Array.from({ length: Math.max(0, space - shown.length) }, () => row(''))
  return [...banner, ...shown, ...gap, ...foot].slice(-look.rows)
}

function bannerOf(screen: Screen, { columns, rows }: TerminalLook): readonly Row[] {
  const large = bigText(screen.headline, columns, rows < TALL ? SHORT_DOTS : HEADLINE_DOTS)
  const headline = large ?? [
    '',
    centred(`${screen.mark}  ${spaced(screen.headline)}  ${screen.mark}`, columns),
    '',
  ]
  const short = rows < TALL || screen.short === '' ? [] : (bigText(screen.short, columns, SHORT_DOTS) ?? [])
  // The large letters have no signs: the small line has it twice.
  const sentence = wrapped(`${screen.mark} ${screen.sentence}`, columns - 4).map((line) =>
    centred(line, columns),
  )
  const banner = [
    row('', 'banner'),
    ...headline.map((line) => row(line, 'banner-bold')),
    row('', 'banner'),
    ...(short.length === 0 ? [] : [...short.map((line) => row(line, 'banner')), row('', 'banner')]),
    ...sentence.map((line) => row(line, 'banner-bold')),
    row('', 'banner'),
  ]
  return banner.map(({ text, style }) => ({
    text: text + ' '.repeat(Math.max(0, columns - widthOf(text))),
    style,
  }))
}

function factLines({ facts }: Screen, columns: number): readonly Row[] {
  const parts = facts.map(([name, value]) => `${name}: ${value}`)
  return [row(''), ...filled(parts, columns, '   ').map((line) => row(line))]
}

function totalLines({ totals }: Screen): readonly Row[] {
  const width = Math.max(...totals.map(([name]) => widthOf(name))) + 2
  return totals.map(([name, shift, all]) =>
    row(
      `  ${name}${' '.repeat(width - widthOf(name))}${String(shift).padStart(8)}${String(all).padStart(10)}`,
    ),
  )
}

function keyLines({ keys }: Screen, columns: number): readonly string[] {
  return filled(
    keys.map(({ key, name }) => `${key} ${name}`),
    columns,
    '   ',
  )
}

function filled(parts: readonly string[], columns: number, between: string): readonly string[] {
  const lines: string[] = []
  for (const part of parts) {
    const longer = `${lines.at(-1) ?? ''}${between}${part}`
    if (lines.length > 0 && widthOf(longer) <= columns) lines[lines.length - 1] = longer
    else lines.push(` ${part}`)
  }
  return lines
}

function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = ['']
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? ''
    const longer = last === '' ? word : `${last} ${word}`
    if (widthOf(longer) <= columns || last === '') lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}

function centred(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, Math.floor((columns - widthOf(text)) / 2))) + text
}

function spaced(text: string): string {
  return Array.from(text).join(' ')
}

/** Characters of East Asia are twice as wide (UAX #11). */
export function widthOf(text: string): number {
  let width = 0
  for (const character of text)
    width +=
      /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]/.test(
        character,
      )
        ? 2
        : 1
  return width
}

function row(text: string, style: Row['style'] = 'plain'): Row {
  return { text, style }
}
