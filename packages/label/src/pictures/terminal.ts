import { symbolOf } from '../draw/symbol-of.ts'
import type { PlacedBarcode, PlacedLabel, PlacedSymbol, PlacedText } from '../layout/placed.ts'
import { QUIET_ZONE } from '../layout/symbol-fit.ts'

export interface TerminalOptions {
  /** Black on white by escape codes. Without it, the terminal is assumed to be dark. Default true. */
  readonly color?: boolean | undefined
}

/**
 * A label as lines of text: symbols in half blocks, one module for each column, so that a phone reads them from the
 * screen; words as letters at about their places.
 *
 * @example
 * ```ts
 * import { createLabeller, defaultTemplate } from '@claimtag/label'
 * import { renderTerminal } from '@claimtag/label/terminal'
 *
 * const labeller = createLabeller(defaultTemplate, { dpi: 203 })
 * process.stdout.write(renderTerminal(labeller.place('LW:D0:70B3D57ED0000002:70B3D57ED00A0004', {})))
 * ```
 */
export function renderTerminal(placed: PlacedLabel, { color = true }: TerminalOptions = {}): string {
  const symbols = placed.items.filter((item) => item.type === 'symbol')
  const dots = Math.max(1, symbols[0]?.dots ?? Math.round(placed.height / 50))
  const columns = Math.ceil(placed.width / dots)
  const rows = Math.ceil(placed.height / (2 * dots))
  const grid = Array.from({ length: rows }, () => Array.from({ length: columns }, () => ' '))
  for (const item of placed.items) {
    if (item.type === 'text') writeText(grid, item, dots)
    // Bars are finer than the columns of a terminal: their text stands for them.
    if (item.type === 'barcode') writeText(grid, wordsFor(item), dots)
  }
  for (const symbol of symbols) writeSymbol(grid, symbol, dots, color)
  const lines = grid.map((row) => row.join(''))
  return `${lines.map((line) => (color ? `\u001B[30;107m${line}\u001B[0m` : line.trimEnd())).join('\n')}\n`
}

function wordsFor({ x, y, width, height, text }: PlacedBarcode): PlacedText {
  const [at, capDots] = [{ x: x + (width >> 2), y: y + (height >> 1) }, 1]
  return { type: 'text', ...at, turn: 0, face: 'mono', capDots, text: `‖ ${text} ‖`, pens: [] }
}

function writeText(grid: string[][], { x, y, turn, text, capDots }: PlacedText, dots: number): void {
  if (turn !== 0) return
  const row = Math.round((y - capDots / 2) / (2 * dots) - 0.5)
  const column = Math.round(x / dots)
  const visible = Array.from(text).map((character) => (character === '\u2009' ? ' ' : character))
  for (const [index, character] of visible.entries()) {
    if (grid[row]?.[column + index] !== undefined) grid[row][column + index] = character
  }
}

function writeSymbol(grid: string[][], placed: PlacedSymbol, dots: number, color: boolean): void {
  const { x, y } = placed
  const symbol = symbolOf(placed)
  const left = Math.round(x / dots)
  const top = Math.round(y / (2 * dots))
  for (let row = -QUIET_ZONE / 2; row * 2 < symbol.size + QUIET_ZONE; row += 1) {
    for (let column = -QUIET_ZONE; column < symbol.size + QUIET_ZONE; column += 1) {
      const upper = symbol.get(column, row * 2) === color
      const lower = symbol.get(column, row * 2 + 1) === color
      const block = upper ? (lower ? '█' : '▀') : lower ? '▄' : ' '
      if (grid[top + row]?.[left + column] !== undefined) grid[top + row]![left + column] = block
    }
  }
}
