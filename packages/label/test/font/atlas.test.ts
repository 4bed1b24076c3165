import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createAtlas, FACES, type FaceName, type Glyph, type Turn } from '../../src/font/atlas.ts'
import { outlineOf } from '../../src/font/face.ts'

const faces = Object.keys(FACES) as FaceName[]
const LATIN_1 = [...Array(0x5f).keys()].map((index) => String.fromCharCode(0x20 + index))

function isBlack({ rows, wordsPerRow, width, height }: Glyph, x: number, y: number): boolean {
  if (x < 0 || y < 0 || x >= width || y >= height) return false
  return ((rows[y * wordsPerRow + (x >>> 5)]! << (x & 31)) & 0x80000000) !== 0
}

const picture = (glyph: Glyph): string[] =>
  [...Array(glyph.height).keys()].map((y) =>
    Array.from({ length: glyph.width }, (_, x) => (isBlack(glyph, x, y) ? '#' : '.')).join(''),
  )

test('a zero looks like a zero: even stems, a dot inside, capitals exactly as high as asked', () => {
  const glyph = createAtlas('mono', 12).glyph('0')!
  expect(picture(glyph)).toEqual([
    '..####..',
    '.######.',
    '###..###',
    '##....##',
    '##....##',
    '##.##.##',
    '##.##.##',
    '##....##',
    '##....##',
    '###..###',
    '.######.',
    '..####..',
  ])
  expect(glyph).toMatchObject({ top: -12, height: 12, advance: 10 })
})

describe.each(faces)('%s', (face) => {
  test('has all of ASCII and what labels need besides', () => {
    for (const character of [...LATIN_1, ...Array.from('äöüßéñÅØ°±µ€–—’…™®©\u2009')]) {
      expect([character, createAtlas(face, 12).glyph(character)]).not.toContain(undefined)
    }
    expect(createAtlas(face, 12).glyph('温')).toBeUndefined()
    // Data may have the name of an inherited member.
    expect(createAtlas(face, 12).glyph('constructor')).toBeUndefined()
  })

  test.each([8, 10, 12, 14, 17, 24, 35])(
    'at %i dots capitals stand on the line and have stems of one thickness',
    (capDots) => {
      const atlas = createAtlas(face, capDots)
      for (const character of 'EFHILTBDPR1')
        expect([character, atlas.glyph(character)!]).toMatchObject([
          character,
          { top: -capDots, height: capDots },
        ])
      const stems = Array.from('HLEFBDPR').map((character) => leftStem(atlas.glyph(character)!))
      expect(new Set(stems).size).toBe(1)
      // The stems of an H are both whole and alike.
      const middle = picture(atlas.glyph('H')!)[Math.floor(capDots / 5)]!
      expect(new Set(middle.match(/#+/g)).size).toBe(1)
    },
  )

  test('no two digits or capitals look alike at the smallest size in use', () => {
    const atlas = createAtlas(face, 8)
    const seen = new Map<string, string>()
    for (const character of '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ') {
      const shape = picture(atlas.glyph(character)!).join('\n')
      expect([character, seen.get(shape)]).toEqual([character, undefined])
      seen.set(shape, character)
    }
  })
})

/** Dots of the stroke on the left where it stands alone. */
function leftStem(glyph: Glyph): number {
  return Math.min(...picture(glyph).map((row) => /^#+/.exec(row)?.[0].length ?? 0))
}

test('digits of the mono face are all equally wide, at every size', () => {
  for (let capDots = 6; capDots < 40; capDots += 1) {
    const atlas = createAtlas('mono', capDots)
    expect(
      new Set(Array.from('0123456789ABCDEF -/.W').map((character) => atlas.glyph(character)!.advance)).size,
    ).toBe(1)
  }
})

test('a glyph turned four times by a quarter is itself, dot by dot', () => {
  for (const turn of [90, 180, 270] as const) {
    for (const character of 'Fg1Q,') {
      const upright = createAtlas('sans', 14).glyph(character)!
      const turned = createAtlas('sans', 14, turn).glyph(character)!
      for (let y = 0; y < upright.height; y += 1) {
        for (let x = 0; x < upright.width; x += 1) {
          const [toX, toY] = rotate(x + upright.left, y + upright.top, turn)
          expect(isBlack(turned, toX - turned.left, toY - turned.top)).toBe(isBlack(upright, x, y))
        }
      }
    }
  }
})

/** Where a dot, a square of one by one, comes to lie when the paper is turned clockwise about the pen. */
function rotate(x: number, y: number, turn: Turn): [number, number] {
  return turn === 90 ? [-y - 1, x] : turn === 180 ? [-x - 1, -y - 1] : [y, -x - 1]
}

test('every machine draws the same dots', () => {
  const hash = createHash('sha256')
  for (const face of faces) {
    for (const capDots of [7, 10, 13, 19, 38]) {
      const atlas = createAtlas(face, capDots)
      for (const character of Object.keys(FACES[face].glyphs)) {
        const { left, top, width, height, rows, advance } = atlas.glyph(character)!
        hash.update(`${character} ${left} ${top} ${width} ${height} ${advance} ${[...rows].join(',')}\n`)
      }
    }
  }
  // A new digest means that all labels look different from those already printed: change it knowingly.
  expect(hash.digest('hex')).toMatchInlineSnapshot(
    `"1774571e575457d838061690f6189318b4819a3e62d949d51a9a576c7d864bc6"`,
  )
})

test('outlines are closed curves of whole units', () => {
  const { contours, advance } = outlineOf(FACES.mono, 'O')!
  expect(contours).toHaveLength(2)
  expect(advance).toBe(600)
  for (const { ops, points } of contours) {
    expect(points.length).toBe(2 * ops.length + 2 * Array.from(ops).filter((op) => op === 'Q').length)
    expect(points.slice(0, 2)).toEqual(points.slice(-2))
    expect(points.every(Number.isInteger)).toBe(true)
  }
})
