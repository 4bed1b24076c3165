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

test.each([
  ['de-AT', 'de'],
  ['zh_CN.UTF-8', 'zh'],
  ['', 'en'],
  ['C', 'en'],
  ['deu', 'en'],
])('%s is %s', (tag, language) => {
  expect(languageOf(tag)).toBe(language)
})
