import { describe, expect, test } from 'vitest'
import { needsShaping } from '../../src/font/shaping.ts'

describe('letters that change with their neighbours are named', () => {
  test.each([
    ['مستشعر', 'Arabic'],
    ['חיישן', 'Hebrew'],
    ['सेंसर', 'Devanagari'],
    ['সেন্সর', 'Bengali'],
    ['உணரி', 'Tamil'],
    ['เซ็นเซอร์', 'Thai'],
    ['ເຊັນເຊີ', 'Lao'],
    ['ဆင်ဆာ', 'Burmese'],
    ['សេនស័រ', 'Khmer'],
    ['ཚོར', 'Tibetan'],
    ['\u1112\u1161\u11ab', 'Hangul in single letters'],
    ['x\u0303', 'a mark that is put on the letter before it'],
    ['a\u200Db', 'a sign that joins or turns letters'],
    ['abc\u202Edef', 'a sign that joins or turns letters'],
  ])('%s', (text, script) => {
    expect(needsShaping(`Sensor ${text}`)).toMatchObject({ script })
  })
})

test.each([
  'Zażółć gęślą jaźń',
  'Αισθητήρας',
  'Датчик',
  'Cảm biến nhiệt độ',
  '温度センサー',
  '温度传感器',
  '온도 센서',
  'Ø ± § €',
  '70B3\u2009D57E',
])('%s is drawn letter by letter', (text) => {
  expect(needsShaping(text.normalize('NFC'))).toBeUndefined()
})
