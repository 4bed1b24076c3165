import { de } from './de.ts'
import { en } from './en.ts'
import { fr } from './fr.ts'
import type { LineWords } from './words.ts'
import { zh } from './zh.ts'

/** The languages of a station, by what they call themselves. */
export const LANGUAGES = {
  en: { name: 'English', words: en },
  de: { name: 'Deutsch', words: de },
  fr: { name: 'Français', words: fr },
  zh: { name: '中文', words: zh },
} as const satisfies Record<string, { readonly name: string; readonly words: LineWords }>

export type Language = keyof typeof LANGUAGES

/**
 * The language of a tag or a locale, such as `de-AT` or `zh_CN.UTF-8`; English for any other.
 *
 * @example
 * ```ts
 * import { languageOf } from '@claimtag/line'
 *
 * console.log(languageOf('fr_CA.UTF-8'), languageOf('C')) // fr en
 * ```
 */
export function languageOf(tag: string): Language {
  const known = tag.slice(0, 2).toLowerCase()
  return Object.hasOwn(LANGUAGES, known) && !/^[a-z]{3}/i.test(tag) ? (known as Language) : 'en'
}
