import { checkOption } from '../issue/encode-error.ts'
import { joinBytes } from './bytes.ts'
import { movedLabel, type RowFrame, type RowSize } from './print-row.ts'

/** Settings in a ZPL label. Settings that are left out stay as the printer has them. */
export interface ZplOptions {
  /** `^PQ`: labels to print, 1 to 99,999,999. Default 1. */
  readonly copies?: number | undefined
  /** `~SD`: 0 to 30. The printer keeps it for later labels. */
  readonly darkness?: number | undefined
  /** `^PR`: inches a second, 1 to 14. */
  readonly speed?: number | undefined
  /** `^PO`: 180 turns the label. Left to the printer by default, as are the next two. */
  readonly turn?: 0 | 180 | undefined
  /** `^MM`: what becomes of a label when it is printed. `cut` cuts each, and its copies one by one. */
  readonly finish?: 'tear' | 'peel' | 'cut' | undefined
  /** `^MN`: what tells one label from the next. */
  readonly sensing?: 'gap' | 'mark' | 'none' | undefined
  /** `^LH`: moves the label right and down, dots, 0 to 32,000. Default 0, 0. */
  readonly offset?: { readonly x: number; readonly y: number } | undefined
}

const FINISH = { tear: 'T', peel: 'P', cut: 'C' } as const
const SENSING = { gap: 'W', mark: 'M', none: 'N' } as const

/** Everything before the first field. */
export function zplOpening(width: number, height: number, options: ZplOptions): string {
  const { darkness, speed, turn, finish, sensing, offset = { x: 0, y: 0 } } = options
  checkOption('offset.x', offset.x, 0, 32_000)
  checkOption('offset.y', offset.y, 0, 32_000)
  let text = ''
  if (darkness !== undefined) {
    checkOption('darkness', darkness, 0, 30)
    text += `~SD${darkness < 10 ? '0' : ''}${darkness}`
  }
  text += `^XA^PW${width}^LL${height}^LH${offset.x},${offset.y}`
  if (speed !== undefined) {
    checkOption('speed', speed, 1, 14)
    text += `^PR${speed}`
  }
  if (turn !== undefined) text += `^PO${turn === 180 ? 'I' : 'N'}`
  if (finish !== undefined) text += `^MM${FINISH[finish]}`
  if (sensing !== undefined) text += `^MN${SENSING[sensing]}`
  return text
}

/** Everything after the last field. The line break is for people: printers ignore it. */
export function zplClosing({ copies = 1 }: ZplOptions): string {
  checkOption('copies', copies, 1, 99_999_999)
  return `^PQ${copies}^XZ\n`
}

/** Origin of a field. No data has a caret: that of a graphic is hexadecimal, and in texts it is escaped. */
const ORIGIN = '^FO'

/**
 * What rows of labels have in common.
 *
 * @param commands that the fields need
 */
export function zplRowFrame({ width, height }: RowSize, commands: string, options: ZplOptions): RowFrame {
  return {
    opening: joinBytes([zplOpening(width, height, options) + commands]),
    closing: joinBytes([zplClosing(options)]),
    moved: (label, by) => movedLabel(ORIGIN, label, by, 'every'),
  }
}
