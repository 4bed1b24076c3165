import { expect, test } from 'vitest'
import { languageOf, LANGUAGES } from '../../src/index.ts'

const languages = Object.keys(LANGUAGES) as (keyof typeof LANGUAGES)[]

test('no sentence of another language is left in one', () => {
  const sentences = languages.map((language) => {
    const { words } = LANGUAGES[language]
    const all = [words.headlines, words.waits, words.commands, words.totals, words.prompts, words.page]
    return all.flatMap((some) => Object.values(some))
  })
  const [english = [], ...others] = sentences
  const same = others.flatMap((other) => other.filter((sentence, at) => sentence === english[at]))
  expect([...new Set(same)].sort()).toEqual(['cartons'])
})

test('one device is not said in the plural', () => {
  const said = languages.map((language) => LANGUAGES[language].words.notices.packed)
  const packed = { code: 'packed', pack: 'carton-00003' } as const
  expect(said.map((say) => say({ ...packed, devices: 1 }).split(/[.。]/)[0])).toEqual([
    '1 device',
    '1 Gerät',
    '1 appareil',
    '1 台',
  ])
  expect(said.map((say) => say({ ...packed, devices: 10 }).split(/[.。]/)[0])).toEqual([
    '10 devices',
    '10 Geräte',
    '10 appareils',
    '10 台',
  ])
})

test.each([
  ['de-AT', 'de'],
  ['zh_CN.UTF-8', 'zh'],
  ['', 'en'],
  ['C', 'en'],
  ['deu', 'en'],
])('%s is %s', (tag, language) => {
  expect(languageOf(tag)).toBe(language)
})
