const BLANKS = /[\t\n\r ]+/g
/** The most blanks that one element may produce in a cell. */
const MOST_BLANKS = 1000

/** The text of a cell: paragraphs, in which several blanks count as one (OpenDocument 1.3 part 3, 6.1.2). */
export interface ParagraphText {
  begin(): void
  add(piece: string): void
  /** `text:s` is a number of blanks, `text:tab` a tab and `text:line-break` a line break. */
  addBlank(element: string, count: number): void
  readonly length: number
  take(): string
}

export function createParagraphText(): ParagraphText {
  let text = ''
  let paragraphs = 0
  return {
    begin() {
      if (paragraphs++ > 0) text += '\n'
    },
    add(piece) {
      const single = piece.replace(BLANKS, ' ')
      const repeats = single.startsWith(' ') && (text === '' || /\s$/.test(text))
      text += repeats ? single.slice(1) : single
    },
    addBlank(element, count) {
      if (element === 's') text += ' '.repeat(Math.min(MOST_BLANKS, Math.max(1, count)))
      else if (element === 'tab') text += '\t'
      else if (element === 'line-break') text += '\n'
    },
    get length() {
      return text.length
    },
    take() {
      const taken = text
      text = ''
      paragraphs = 0
      return taken
    },
  }
}
