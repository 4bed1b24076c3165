import { describe, expect, test } from 'vitest'
import { templateFields } from '@claimtag/label'
import { templateWith, text as textElement } from '../samples.ts'

describe('the fields of a template', () => {
  test.each([
    ['SN {serialNumber}', ['serialNumber']],
    ['{devEui[0:8]}-{devEui[8:16]}', ['devEui']],
    ['{ lot } of {Lot Nr.}', ['lot', 'Lot Nr.']],
    ['{{lot}} {{{lot2}}}', ['lot2']],
    ['no field', []],
    // Brackets that hold anything but a range belong to the name, as where labels are filled.
    ['{lot[a]}', ['lot[a]']],
  ])('%s', (text, fields) => {
    expect(templateFields(templateWith(textElement({ text })))).toEqual(fields)
  })

  test('are named once, with those that decide whether an element is drawn', () => {
    const when = ['{lot}', '{lot} {sku}'].map((text) => textElement({ text, id: text, when: 'note' }))
    expect(templateFields(templateWith(...when))).toEqual(['lot', 'note', 'sku'])
  })
})

test('a text with half a brace is refused as when it is drawn', () => {
  expect(() => templateFields(templateWith(textElement({ text: '{lot' })))).toThrow('brace')
})
