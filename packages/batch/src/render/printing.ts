/** How a printer is to print labels; what is left out stays as the printer has it. */
export interface Printing {
  /** Of each label. Default 1. */
  readonly copies?: number | undefined
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
    .map((name) => `${name} ${printing?.[name]}`)
    .join(', ')
}
