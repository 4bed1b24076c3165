import { visible, visibleLines } from '../settings/visible.ts'

/** Text for people, safe for a terminal: made by `prose`, which escapes all values. */
export class Prose {
  readonly written: string

  private constructor(written: string) {
    this.written = written
  }

  /** Our own text around escaped values. */
  static of(literals: TemplateStringsArray, values: readonly Value[]): Prose {
    return new Prose(literals.map((literal, index) => literal + writtenOf(values[index] ?? '')).join(''))
  }

  /** Lines of another source: help, or a stack. */
  static lines(text: string): Prose {
    return new Prose(visibleLines(text))
  }

  /** A label in half blocks, with or without the one colour that `renderTerminal` gives a line. */
  static picture(text: string): Prose {
    const lines = text.split('\n').map((line) => {
      const [, inside] = COLOURED.exec(line) ?? []
      return inside === undefined ? visible(line) : BLACK_ON_WHITE + visible(inside) + RESET
    })
    return new Prose(lines.join('\n'))
  }

  /** Moves to the beginning of a line above, and erases from there on (ECMA-48, CPL and ED). */
  static up(lines: number): Prose {
    return new Prose(`\u001B[${lines}F\u001B[J`)
  }

  /** The same text in a style of the terminal (ECMA-48, SGR). */
  styled(open: number, close: number): Prose {
    return new Prose(`\u001B[${open}m${this.written}\u001B[${close}m`)
  }
}

export type Value = string | number | Prose | readonly Prose[]

const BLACK_ON_WHITE = '\u001B[30;107m'
const RESET = '\u001B[0m'
// oxlint-disable-next-line no-control-regex
const COLOURED = /^\u001B\[30;107m(.*)\u001B\[0m$/

/**
 * Text for people. Its values come from files, cells, flags or printers: a terminal shows them and never executes
 * them.
 */
export function prose(literals: TemplateStringsArray, ...values: readonly Value[]): Prose {
  return Prose.of(literals, values)
}

function writtenOf(value: Value): string {
  if (typeof value === 'string') return visible(value)
  if (typeof value === 'number') return String(value)
  if (value instanceof Prose) return value.written
  return value.map(({ written }) => written).join('')
}
