import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FieldText, typeEui, typeToken } from '@claimtag/decoder/fields'

/** `0004A|310` is a field with the caret after five characters. */
function field(drawn: string): FieldText {
  return { text: drawn.replace('|', ''), caret: drawn.indexOf('|') }
}

function shown({ text, caret }: FieldText): string {
  return `${text.slice(0, caret)}|${text.slice(caret)}`
}

function digits(text: string): string {
  return text.replace(/[-: ]/g, '').toUpperCase()
}

describe('an EUI is grouped as it is typed, and the caret stays where it was', () => {
  test.each([
    ['|', '|'],
    ['0|', '0|'],
    ['0004|', '0004|'],
    ['0004A|', '0004 A|'],
    ['0004 a3|', '0004 A3|'],
    ['00|04A310', '00|04 A310'],
    ['0004A|310', '0004 A|310'],
    ['|0004A310', '|0004 A310'],
    ['00-04-A3-10-|', '0004 A310|'],
    ['70:b3:d5:7e:d0:00:00:00|', '70B3 D57E D000 0000|'],
    ['0004A310001AAED6FF|', '0004 A310 001A AED6 FF|'],
    ['0004A31O|', '0004 A31O|'],
  ])('%s becomes %s', (typed, view) => {
    expect(shown(typeEui('devEui', field(typed)))).toBe(view)
  })

  test.each([
    ['backspace after a separator', '0004 |A310', '0004|A310', '000|A 310'],
    ['delete before one', '0004| A310', '0004|A310', '0004| 310'],
    ['backspace after a digit', '0004 A|310', '0004 |310', '0004| 310'],
    ['backspace at the end', '0004 A|', '0004 |', '0004|'],
    ['a whole selection', '0004 A310|', '|', '|'],
  ])('%s', (_, before, after, view) => {
    expect(shown(typeEui('devEui', field(after), field(before)))).toBe(view)
  })

  test('the same for any text and any caret: no digit is lost, changed or passed by the caret', () => {
    const key = fc.constantFrom(...Array.from('0123456789abcdefABCDEFOIlx-: é'))
    fc.assert(
      fc.property(fc.array(key, { maxLength: 40 }), fc.nat(), (keys, at) => {
        const text = keys.join('')
        const caret = at % (text.length + 1)
        const view = typeEui('appEui', { text, caret })
        expect(digits(view.text)).toBe(digits(text))
        expect(digits(view.text.slice(0, view.caret))).toBe(digits(text.slice(0, caret)))
        expect(typeEui('appEui', view)).toEqual(view)
      }),
      { numRuns: 500 },
    )
  })
})

describe('while it is typed', () => {
  test('what is only short so far has nothing wrong with it', () => {
    expect(typeEui('devEui', field('0004A3|'))).not.toHaveProperty('problem')
    expect(typeEui('devEui', field('|'))).toEqual({ text: '', caret: 0, isComplete: false, lookAlikes: [] })
  })

  test('what cannot become right is wrong at once, in the text that is shown', () => {
    expect(typeEui('devEui', field('0004G|'))).toMatchObject({
      text: '0004 G',
      isComplete: false,
      problem: { code: 'invalid-character', field: 'devEui', position: 5 },
    })
    expect(typeEui('appEui', field('0004A310001AAED6F|'))).toMatchObject({
      problem: { code: 'wrong-length', field: 'joinEui', length: 17 },
    })
  })

  test('a whole one is complete', () => {
    expect(typeEui('devEui', field('0004a310001aaed6|'))).toMatchObject({ isComplete: true })
  })

  test('O and 0, I and 1, B and 8 are pointed out, and left as they are', () => {
    const view = typeEui('devEui', field('O0I1l8BA|'))
    expect(view.text).toBe('O0I1 L8BA')
    expect(view.lookAlikes).toEqual([
      { position: 0, like: '0' },
      { position: 2, like: '1' },
      { position: 6, like: 'B' },
      { position: 7, like: '8' },
    ])
    expect(view.problem).toMatchObject({ code: 'invalid-character', position: 0, like: '0' })
  })
})

test('full-width digits of an input method become plain ones', () => {
  expect(typeEui('devEui', field('００04ａ３１|'))).toMatchObject({ text: '0004 A31', caret: 8 })
})

describe('a token', () => {
  test('is left as it is', () => {
    expect(typeToken(field(' aB-1|2 '))).toEqual({
      text: ' aB-12 ',
      caret: 5,
      isComplete: true,
      lookAlikes: [
        { position: 2, like: '8' },
        { position: 4, like: 'I' },
      ],
    })
  })

  test('is pointed at only where its form has both characters', () => {
    const hex = { issued: 'hex', bytes: { least: 4, most: 4 } } as const
    expect(typeToken(field('0OB8|'), hex)).toMatchObject({
      isComplete: false,
      problem: { code: 'invalid-character', position: 1, like: '0' },
      lookAlikes: [
        { position: 1, like: '0' },
        { position: 2, like: '8' },
        { position: 3, like: 'B' },
      ],
    })
    expect(typeToken(field('0011|'), hex)).not.toHaveProperty('problem')
    expect(typeToken(field('001122334|'), hex)).toMatchObject({
      problem: { code: 'wrong-length', length: 9 },
    })
  })
})
