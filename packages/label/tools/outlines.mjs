// Writes src/font/{mono,sans}.ts: the outlines of the two faces as plain path data, so that drawing needs no font
// parser, no font file and no font installed. Run after a change of face: `node packages/label/tools/outlines.mjs`.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inflateSync } from 'node:zlib'

const require = createRequire(import.meta.url)
const here = (path) => fileURLToPath(new URL(path, import.meta.url))

const range = (from, to) => Array.from({ length: to - from + 1 }, (_, index) => from + index)
// Printable ASCII, printable Latin-1 and the few other signs that labels use.
const characters = [...range(0x20, 0x7e), ...range(0xa0, 0xac), ...range(0xae, 0xff)]
const extra = Array.from('–—‘’“”•…€™').map((character) => character.codePointAt(0))

for (const [face, title, source] of [
  [
    'mono',
    'JetBrains Mono SemiBold',
    require.resolve('@fontsource/jetbrains-mono/files/jetbrains-mono-latin-600-normal.woff'),
  ],
  [
    'sans',
    'Barlow Semi Condensed SemiBold',
    require.resolve('@fontsource/barlow-semi-condensed/files/barlow-semi-condensed-latin-600-normal.woff'),
  ],
]) {
  const font = openFont(readFileSync(source))
  const lines = [...characters, ...extra].flatMap((code) => {
    const id = font.glyphOf(code)
    if (id === 0) return []
    const path = font.contours(id).map(pathOf).join('')
    return `    '${String.fromCodePoint(code).replace(/['\\]/, '\\$&')}': '${font.advance(id)}${path}',`
  })
  // Neither face has the thin space that separates groups of digits: half a space.
  lines.push(`    '\\u2009': '${font.advance(font.glyphOf(0x20)) / 2}',`)
  writeFileSync(
    here(`../src/font/${face}.ts`),
    `// Made by tools/outlines.mjs from ${basename(source)} of ${/@fontsource\/[^/]+/.exec(source)[0]}.\n` +
      '// SIL Open Font License 1.1: fonts/OFL.txt.\n' +
      `import type { Face } from './face.ts'\n\n` +
      `/** ${title}: outlines of printable Latin-1 and a few signs. */\n` +
      `export const ${face}: Face = {\n` +
      `  name: '${title}',\n  unitsPerEm: ${font.unitsPerEm},\n  capHeight: ${font.capHeight},\n  xHeight: ${font.xHeight},\n` +
      `  glyphs: {\n${lines.join('\n')}\n  },\n}\n`,
  )
}

/** One contour of quadratic points as `M x y L x y Q cx cy x y …`, closed by the next M or the end. */
function pathOf(points) {
  const first = points.findIndex((point) => point.on)
  const ring = [...points.slice(first), ...points.slice(0, first), points[first]]
  let path = `M${ring[0].x} ${ring[0].y}`
  let control
  for (const point of ring.slice(1)) {
    if (point.on)
      path += control ? `Q${control.x} ${control.y} ${point.x} ${point.y}` : `L${point.x} ${point.y}`
    else if (control) {
      const [x, y] = [Math.round((control.x + point.x) / 2), Math.round((control.y + point.y) / 2)]
      path += `Q${control.x} ${control.y} ${x} ${y}`
    }
    control = point.on ? undefined : point
  }
  return path
}

/** As much of OpenType as a static TrueType face of Latin letters needs, read from WOFF 1.0. */
function openFont(file) {
  const tables = {}
  for (let index = 0; index < file.readUInt16BE(12); index += 1) {
    const entry = 44 + index * 20
    const [offset, packed, length] = [4, 8, 12].map((at) => file.readUInt32BE(entry + at))
    const bytes = file.subarray(offset, offset + packed)
    tables[file.toString('latin1', entry, entry + 4)] = packed === length ? bytes : inflateSync(bytes)
  }
  const { head, hhea, hmtx, loca, glyf, cmap } = tables
  const os2 = tables['OS/2']
  const metrics = hhea.readUInt16BE(34)
  const offsetOf = (id) =>
    head.readInt16BE(50) === 0 ? loca.readUInt16BE(id * 2) * 2 : loca.readUInt32BE(id * 4)

  function glyphOf(code) {
    for (let index = 0; index < cmap.readUInt16BE(2); index += 1) {
      const table = cmap.readUInt32BE(4 + index * 8 + 4)
      if (cmap.readUInt16BE(table) !== 4) continue
      const segments = cmap.readUInt16BE(table + 6) / 2
      const end = table + 14
      const start = end + segments * 2 + 2
      for (let segment = 0; segment < segments; segment += 1) {
        if (cmap.readUInt16BE(end + segment * 2) < code) continue
        const first = cmap.readUInt16BE(start + segment * 2)
        if (first > code) return 0
        const delta = cmap.readUInt16BE(start + segments * 2 + segment * 2)
        const at = start + segments * 4 + segment * 2
        const jump = cmap.readUInt16BE(at)
        const id = jump === 0 ? code : cmap.readUInt16BE(at + jump + (code - first) * 2)
        return id === 0 ? 0 : (id + delta) & 0xffff
      }
    }
    return 0
  }

  function contours(id) {
    const [from, to] = [offsetOf(id), offsetOf(id + 1)]
    if (from === to) return []
    const count = glyf.readInt16BE(from)
    return count >= 0 ? simple(from, count) : composite(from + 10)
  }

  function simple(from, count) {
    const ends = range(0, count - 1).map((index) => glyf.readUInt16BE(from + 10 + index * 2))
    let at = from + 10 + count * 2
    at += 2 + glyf.readUInt16BE(at)
    const points = ends.at(-1) + 1
    const flags = []
    while (flags.length < points) {
      const flag = glyf[at++]
      flags.push(flag)
      if (flag & 8) for (let times = glyf[at++]; times > 0; times -= 1) flags.push(flag)
    }
    const axis = (short, same) => {
      let value = 0
      return flags.map((flag) => {
        if (flag & short) value += flag & same ? glyf[at++] : -glyf[at++]
        else if (!(flag & same)) {
          value += glyf.readInt16BE(at)
          at += 2
        }
        return value
      })
    }
    const xs = axis(2, 16)
    const ys = axis(4, 32)
    const all = flags.map((flag, index) => ({ on: (flag & 1) === 1, x: xs[index], y: ys[index] }))
    return ends.map((end, index) => all.slice(index === 0 ? 0 : ends[index - 1] + 1, end + 1))
  }

  function composite(start) {
    const parts = []
    for (let at = start, flags = 32; flags & 32;) {
      flags = glyf.readUInt16BE(at)
      const id = glyf.readUInt16BE(at + 2)
      const [dx, dy] =
        flags & 1
          ? [glyf.readInt16BE(at + 4), glyf.readInt16BE(at + 6)]
          : [glyf.readInt8(at + 4), glyf.readInt8(at + 5)]
      at += flags & 1 ? 8 : 6
      let [a, b, c, d] = [1, 0, 0, 1]
      const number = () => glyf.readInt16BE((at += 2) - 2) / 16384
      if (flags & 8) a = d = number()
      else if (flags & 64) [a, d] = [number(), number()]
      else if (flags & 128) [a, b, c, d] = [number(), number(), number(), number()]
      for (const contour of contours(id)) {
        parts.push(
          contour.map(({ on, x, y }) => ({
            on,
            x: Math.round(a * x + c * y + dx),
            y: Math.round(b * x + d * y + dy),
          })),
        )
      }
    }
    return parts
  }

  return {
    unitsPerEm: head.readUInt16BE(18),
    xHeight: os2.readInt16BE(86),
    capHeight: os2.readInt16BE(88),
    glyphOf,
    advance: (id) => hmtx.readUInt16BE(Math.min(id, metrics - 1) * 4),
    contours,
  }
}
