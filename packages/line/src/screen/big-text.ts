import { ClaimtagError } from '@claimtag/core'
import { createLabeller, type Template } from '@claimtag/label'

/** 203 dots an inch are 8 dots a millimetre, near enough. */
const DPI = 203
const DOTS_PER_MM = 8
/** Two dots of a bitmap, one above the other, as a character. */
const BLOCKS = [' ', '▄', '▀', '█'] as const

/** A screen is drawn again with each event, and its words are few. */
const drawn = new Map<string, readonly string[] | undefined>()
const MOST_DRAWN = 64

/**
 * Draws text with the letters of a label, two dots a character: rows of a terminal that can be read from afar. Text
 * that these letters do not have, such as Chinese, gives `undefined`.
 *
 * @param columns of the terminal
 * @param dots how tall the letters are at most
 */
export function bigText(text: string, columns: number, dots: number): readonly string[] | undefined {
  const key = `${columns} ${dots} ${text}`
  if (drawn.has(key)) return drawn.get(key)
  if (drawn.size >= MOST_DRAWN) drawn.clear()
  const rows = draw(text, columns, dots)
  drawn.set(key, rows)
  return rows
}

function draw(text: string, columns: number, dots: number): readonly string[] | undefined {
  const [width, height] = [columns / DOTS_PER_MM, (dots * 1.3) / DOTS_PER_MM]
  const template: Template = {
    name: 'big',
    title: 'Large letters',
    stock: { width, height, margin: 0 },
    elements: [
      {
        type: 'text',
        id: 'text',
        x: 0,
        y: 0,
        width: width - 0.25,
        size: dots / DOTS_PER_MM,
        minSize: 1,
        font: 'sans',
        align: 'center',
        text: '{text}',
      },
    ],
  }
  try {
    const {
      width: across,
      height: down,
      stride,
      data,
    } = createLabeller(template, { dpi: DPI }).draw('', { text })
    const isSet = (x: number, y: number): number =>
      y < down && x < across ? ((data[y * stride + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1 : 0
    const rows = Array.from({ length: Math.ceil(down / 2) }, (_, row) =>
      Array.from(
        { length: Math.min(columns, across) },
        (__, x) => BLOCKS[(isSet(x, 2 * row) << 1) | isSet(x, 2 * row + 1)],
      )
        .join('')
        .trimEnd(),
    )
    return trimmed(rows)
  } catch (error) {
    if (error instanceof ClaimtagError) return undefined
    throw error
  }
}

function trimmed(rows: readonly string[]): readonly string[] {
  const inked = [...rows.keys()].filter((at) => rows[at] !== '')
  return rows.slice(inked[0] ?? 0, (inked.at(-1) ?? -1) + 1)
}
