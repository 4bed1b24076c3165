// The sentences for people, apart from the reader: an app that has its own needs none.
export { english } from './issue/english.ts'
export { sentenceOf, type Words } from './issue/words.ts'
