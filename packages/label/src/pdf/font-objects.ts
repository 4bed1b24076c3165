import { FACES, type FaceName } from '../font/atlas.ts'
import { outlineOf } from '../font/face.ts'
import { contourPath } from './contour-path.ts'
import { byteOf } from './charset.ts'
import type { Objects } from './objects.ts'

/**
 * A Type 3 font of the characters that were used (ISO 32000-1, 9.6.5): their outlines as page content, and a table
 * for searching and copying text.
 */
export function addFont(
  number: number,
  face: FaceName,
  used: ReadonlySet<string>,
  objects: Pick<Objects, 'add'>,
): void {
  const glyphs = [...used]
    .map((character) => ({ character, byte: byteOf(character) }))
    .sort((a, b) => a.byte - b.byte)
  const first = glyphs[0]?.byte ?? 0
  const last = glyphs.at(-1)?.byte ?? 0
  const widths = Array.from({ length: last - first + 1 }, () => 0)
  const procs: string[] = []
  const differences: string[] = []
  const unicode: string[] = []
  for (const { character, byte } of glyphs) {
    const { advance, contours } = outlineOf(FACES[face], character)!
    const content = `${advance} 0 d0\n${contours.map((contour) => contourPath(contour)).join('')}${contours.length > 0 ? 'f\n' : ''}`
    const proc = objects.add(`<< /Length ${content.length} >>\nstream\n${content}endstream`)
    widths[byte - first] = advance
    procs.push(`/c${byte} ${proc} 0 R`)
    differences.push(`${byte} /c${byte}`)
    unicode.push(`<${hex(byte, 2)}> <${hex(character === '\u2009' ? 0x20 : character.charCodeAt(0), 4)}>`)
  }
  const map = toUnicode(unicode)
  const mapNumber = objects.add(`<< /Length ${map.length} >>\nstream\n${map}\nendstream`)
  objects.add(
    `<< /Type /Font /Subtype /Type3 /FontBBox [0 -400 1400 1200] /FontMatrix [0.001 0 0 0.001 0 0]\n` +
      `/FirstChar ${first} /LastChar ${last} /Widths [${widths.join(' ')}]\n` +
      `/Encoding << /Type /Encoding /Differences [${differences.join(' ')}] >>\n` +
      `/CharProcs << ${procs.join(' ')} >> /Resources << >> /ToUnicode ${mapNumber} 0 R >>`,
    number,
  )
}

function toUnicode(pairs: readonly string[]): string {
  // A block holds at most 100 pairs.
  const blocks = Array.from({ length: Math.ceil(pairs.length / 100) }, (_, index) => {
    const block = pairs.slice(index * 100, index * 100 + 100)
    return `${block.length} beginbfchar\n${block.join('\n')}\nendbfchar\n`
  })
  return (
    '/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n' +
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n' +
    '/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n' +
    `1 begincodespacerange\n<00> <FF>\nendcodespacerange\n${blocks.join('')}` +
    'endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend'
  )
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0')
}
