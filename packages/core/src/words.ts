// The sentences for people, apart from the reader: an app that has its own needs none.
export { english } from './issue/english.ts'
export { strictEnglish } from './issue/strict-english.ts'
export { sentenceOf, type StrictWords, type Words } from './issue/words.ts'
