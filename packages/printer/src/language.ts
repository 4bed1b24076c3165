import type { StatusReader } from './status/status.ts'
import { createTsplReader } from './status/tspl-status.ts'
import { createZplReader } from './status/zpl-status.ts'

export type LanguageName = 'zpl' | 'tspl'

export interface PrinterLanguage {
  /** The question for the status. */
  readonly ask: Uint8Array
  /** Makes the printer discard a label that was cut off. */
  readonly abandon: Uint8Array
  /** Whether `abandon` keeps the labels that arrived whole; if not, it is sent only after they were printed. */
  readonly abandonSparesOthers: boolean
  readonly createReader: () => StatusReader
}

export const languages: Readonly<Record<LanguageName, PrinterLanguage>> = {
  zpl: {
    ask: ascii('~HS'),
    // "Cancels a format currently being sent to the printer. It does not affect any formats currently being printed"
    // (ZPL II Programming Guide, ~JX). The line break ends a command whose name was cut off.
    abandon: ascii('\r\n~JX'),
    abandonSparesOthers: true,
    createReader: createZplReader,
  },
  tspl: {
    ask: ascii('\u001b!?'),
    // Cancels all printing files (TSPL/TSPL2 Programming Manual).
    abandon: ascii('\u001b!.'),
    abandonSparesOthers: false,
    createReader: createTsplReader,
  },
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0))
}
