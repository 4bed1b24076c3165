const BLANKS = /[\t\n\r ]+/g
/** A cell holds no more of what stands for many blanks. */
const MOST_BLANKS = 1000

/** The text of a cell: paragraphs, in which blanks count once (OpenDocument 1.3 part 3, 6.1.2). */
export interface ParagraphText {
  begin(): void
  add(piece: string): void
  /** `text:s` stands for blanks that count, `text:tab` and `text:line-break` for what they say. */
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
