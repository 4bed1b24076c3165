import type { Archive } from '../archive.ts'
import { tooLarge } from '../fault.ts'
import { builtInFormat } from '../format/built-in-formats.ts'
import { numberFormat, type NumberFormat } from '../format/number-format.ts'
import { readXml } from '../read-xml.ts'
import { LARGEST_PART } from '../sheet.ts'
import { attributeOf } from '../xml.ts'

/** The number format of a cell, by the number of its style. */
export type Styles = (style: number) => NumberFormat

/** Excel's limit is 65,490 styles. */
const MOST_STYLES = 65_536

export const NO_STYLES: Styles = () => GENERAL
const GENERAL = numberFormat('General')

/** ECMA-376 part 1, 18.8.10 and 18.8.30. */
export async function readStyles(archive: Archive, name: string): Promise<Styles> {
  const codes = new Map<number, string>()
  const styles: number[] = []
  let inCells = false
  await readXml(
    archive,
    { name, most: LARGEST_PART },
    {
      open(element, attributes) {
        if (element === 'cellXfs') inCells = true
        if (element === 'numFmt')
          codes.set(Number(attributeOf(attributes, 'numFmtId')), attributeOf(attributes, 'formatCode') ?? '')
        if (element === 'xf' && inCells) styles.push(Number(attributeOf(attributes, 'numFmtId') ?? 0))
        if (Math.max(codes.size, styles.length) > MOST_STYLES) throw tooLarge()
      },
      close(element) {
        if (element === 'cellXfs') inCells = false
      },
      text: () => undefined,
    },
  )
  const made = new Map<number, NumberFormat>()
  return (style) => {
    const id = styles[style] ?? 0
    const known = made.get(id)
    if (known !== undefined) return known
    const format = numberFormat(codes.get(id) ?? builtInFormat(id))
    made.set(id, format)
    return format
  }
}
