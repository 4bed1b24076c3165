/** A column with a number of copies in each row, 1 to 1,000. */
export interface CopiesColumn {
  /** Its name; by default, the one column with a usual heading: Copies, Qty, Quantity, Labels, Anzahl, Menge. */
  readonly column?: string | undefined
}

export function isCopiesColumn(copies: Printing['copies']): copies is CopiesColumn {
  return typeof copies === 'object'
}

/** The settings of one label. */
export interface LabelPrinting extends Printing {
  readonly copies?: number | undefined
}

/** @param copies those of the label, where a column says them; 1 for the label of a carton */
export function labelPrinting(printing: Printing = {}, copies = 1): LabelPrinting {
  return { ...printing, copies: isCopiesColumn(printing.copies) ? copies : printing.copies }
}

/** How a printer is to print labels; what is left out stays as the printer has it. */
export interface Printing {
  /** Of each label, or the column of the input that says how many of its row's. Default 1. */
  readonly copies?: number | CopiesColumn | undefined
  /** On the scale of the language: 0 to 30 for `zpl`, 0 to 15 for `tspl` and `epl2`. */
  readonly darkness?: number | undefined
  /** Inches a second for `zpl` and `tspl`; a step of the model for `epl2`. */
  readonly speed?: number | undefined
  /** 180 turns labels, for a roll that is wound the other way. */
  readonly turn?: 180 | undefined
  /** What becomes of a label when it is printed. */
  readonly finish?: 'tear' | 'peel' | 'cut' | undefined
  /** With `cut`: after every so many labels. Default 1. */
  readonly cutEvery?: number | undefined
  /** What tells one label from the next. */
  readonly sensing?: 'gap' | 'mark' | undefined
}

/** Its settings by name, in one order, without those that are left out. */
export function settingsOf(printing: Printing | undefined): readonly (keyof Printing)[] {
  return NAMES.filter((name) => printing?.[name] !== undefined)
}

const NAMES = ['copies', 'darkness', 'speed', 'turn', 'finish', 'cutEvery', 'sensing'] as const

/** The same as text, for what must not change between two runs. */
export function spokenPrinting(printing: Printing | undefined): string {
  return settingsOf(printing)
    .map((name) => `${name} ${spoken(printing?.[name])}`)
    .join(', ')
}

function spoken(value: Printing[keyof Printing]): string {
  return typeof value === 'object' ? `by ${JSON.stringify(value)}` : String(value)
}
