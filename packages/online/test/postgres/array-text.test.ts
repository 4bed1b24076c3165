import { array, assert, constant, integer, oneof, property, string, uint8Array } from 'fast-check'
import { expect, test } from 'vitest'
import { arrayText } from '../../src/postgres/array-text.ts'

/** An array as the documentation of PostgreSQL, 8.15.2, has it read: each element quoted, a number, or NULL. */
function elementsOf(text: string): readonly (string | null)[] {
  expect(text).toMatch(/^\{.*\}$/s)
  const elements: (string | null)[] = []
  const element = /(?:"((?:[^"\\]|\\.)*)"|(NULL|-?\d+))(?:,|$)/gsy
  const inner = text.slice(1, -1)
  while (element.lastIndex < inner.length) {
    const found = element.exec(inner)
    if (found === null) throw new Error(`not an array: ${text}`)
    const [, quoted, word] = found
    if (quoted !== undefined) elements.push(quoted.replace(/\\(.)/gs, '$1'))
    else elements.push(word === 'NULL' ? null : word!)
  }
  return elements
}

test.each([
  [[], '{}'],
  [['EEBBCCDD00000001', null, 7], '{"EEBBCCDD00000001",NULL,7}'],
  [['NULL', ''], '{"NULL",""}'],
  [['{"devEui":"EE"}'], '{"{\\"devEui\\":\\"EE\\"}"}'],
  [[Uint8Array.of(0, 255)], '{"\\\\x00ff"}'],
  [['a,b', 'c\nd', 'e\\n'], '{"a,b","c\nd","e\\\\n"}'],
])('%j is %s', (values, text) => {
  expect(arrayText(values)).toBe(text)
})

test('what is written is read as it was, also JSON, quotes, line ends and halves of pairs', () => {
  const value = oneof(
    string({ unit: 'binary' }),
    string({ unit: 'grapheme' }).map((text) => JSON.stringify({ text })),
    string().map((text) => `\ud800${text}\n"\\`),
    constant(null),
    integer(),
    uint8Array({ maxLength: 20 }),
  )
  assert(
    property(array(value, { maxLength: 8 }), (values) => {
      const read = values.map((one) => {
        if (one === null || typeof one === 'string') return one
        return typeof one === 'number' ? String(one) : `\\x${Buffer.from(one).toString('hex')}`
      })
      expect(elementsOf(arrayText(values))).toEqual(read)
    }),
  )
})
