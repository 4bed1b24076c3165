import * as fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { describe, expect, test } from 'vitest'
import { createXmlReader } from '../../src/workbook/xml.ts'

/** The events of a text that comes in these pieces; adjacent texts as one. */
function told(...pieces: readonly string[]): readonly string[] {
  const events: string[] = []
  let last = ''
  const reader = createXmlReader(
    {
      open(name, attributes) {
        events.push(`<${name} ${attributes.join(' ')}`)
        last = 'open'
      },
      close(name) {
        events.push(`/${name}`)
        last = 'close'
      },
      text(text) {
        if (last === 'text') events[events.length - 1] += text
        else events.push(`"${text}`)
        last = 'text'
      },
    },
    (problem) => {
      throw new Error(problem)
    },
  )
  for (const piece of pieces) reader.push(piece)
  reader.end()
  return events
}

/** The characters of a text one by one, or a thousand pieces of a long one. */
function cutUp(text: string): readonly string[] {
  const length = Math.ceil(text.length / 1000)
  return Array.from({ length: Math.ceil(text.length / length) }, (_, index) =>
    text.slice(index * length, (index + 1) * length),
  )
}

// An attribute's value keeps no line ends.
function blanks(events: readonly string[]): readonly string[] {
  return events.map((event) => event.replaceAll('\n', ' '))
}

test('elements, attributes, texts', () => {
  expect(
    told(
      `<?xml version="1.0"?><!-- <a> --><x:row r="1" b = 'a>"b'\n><c/>\n  a &amp; &#65;&#x1F600;<![CDATA[<&b;>]]></x:row>\n<!-- end -->`,
    ),
  ).toEqual(['<row r 1 b a>"b', '<c ', '/c', '"\n  a & A😀<&b;>', '/row'])
})

describe('refused', () => {
  test.each([
    ['entity', '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'],
    ['entity', '<a>&e;</a>'],
    ['entity', '<a b="&e;"/>'],
    ['entity', '<a>a & b</a>'],
    ['entity', '<a>&#0;</a>'],
    ['entity', '<a>&#xD800;</a>'],
    ['entity', '<a>&#x110000;</a>'],
    ['entity', '<a>&constructor;</a>'],
    ['depth', '<a>'.repeat(65)],
    ['xml', '<a><b></a></b>'],
    ['xml', '<a></a></a>'],
    ['xml', '<a/><b/>'],
    ['xml', 'a<a/>'],
    ['xml', '<a/>a'],
    ['xml', '<a'],
    ['xml', '<a>'],
    ['xml', ''],
    ['xml', '<a b/>'],
    ['xml', '<a b=1/>'],
    ['xml', '<a b="1"c="2"/>'],
    ['xml', '<a b="<"/>'],
    ['xml', '<a b="1" b="2"/>'],
    ['xml', '<a / >'],
    ['xml', '< a/>'],
    ['xml', '<a><!ELEMENT b></a>'],
    ['xml', '<![CDATA[a]]><a/>'],
    ['xml', '<a><!-- </a>'],
    ['xml', `<a b="${' '.repeat(70_000)}`],
    ['xml', `<a>&${' '.repeat(70_000)}`],
  ])('%s: %.40s', (problem, text) => {
    expect(() => told(text)).toThrow(problem)
    expect(() => told(...cutUp(text))).toThrow(problem)
  })
})

const name = fc.stringMatching(/^[a-z][a-z0-9]{0,4}$/)
const value = fc.stringMatching(/^[ -%'-;=-~äπ😀\n]{0,8}$/u).map((text) => text.replaceAll('"', ''))
const text = fc.oneof(
  value,
  fc.constantFrom(
    '&amp;',
    '&lt;&gt;',
    '&#10;',
    '&#x41;',
    '<!-- a<b> -- -->'.replace(' -- ', ' '),
    '<?p >?>',
    '<![CDATA[ ]]]>',
  ),
)
const { element } = fc.letrec<{ element: string }>((tie) => ({
  element: fc
    .tuple(
      name,
      fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key, maxLength: 3 }),
      fc.array(fc.oneof({ depthSize: 'small' }, text, tie('element')), { maxLength: 4 }),
    )
    .map(([tag, attributes, inner]) => {
      const written = attributes.map(([key, content]) => ` ${key}="${content}"`).join('')
      return inner.length === 0 ? `<${tag}${written}/>` : `<${tag}${written}>${inner.join('')}</${tag}>`
    }),
}))

test('what another reader says, however the text is cut', () => {
  fc.assert(
    fc.property(element, fc.array(fc.nat(), { maxLength: 6 }), (xml, cuts) => {
      const events: string[] = []
      let last = ''
      const oracle = new SaxesParser()
      const add = (content: string) => {
        if (content === '') return
        if (last === 'text') events[events.length - 1] += content
        else events.push(`"${content}`)
        last = 'text'
      }
      oracle.on('opentag', (tag) => {
        events.push(`<${tag.name} ${Object.entries(tag.attributes).flat().join(' ')}`)
        last = ''
      })
      oracle.on('closetag', (tag) => {
        events.push(`/${tag.name}`)
        last = ''
      })
      oracle.on('text', add)
      oracle.on('cdata', add)
      oracle.write(xml).close()
      const places = [...new Set(cuts.map((place) => place % (xml.length + 1)))].sort((a, b) => a - b)
      const cut = [0, ...places].map((from, index) => xml.slice(from, places[index]))
      expect(blanks(told(...cut))).toEqual(blanks(events))
    }),
    { numRuns: 1000 },
  )
})
