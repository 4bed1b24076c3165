import { computed, effect, signal } from '@preact/signals'
import { english, type Words } from './en.ts'
import { french } from './fr.ts'
import { german } from './de.ts'

export type Language = 'en' | 'fr' | 'de'

export const LANGUAGES: Readonly<Record<Language, string>> = { en: 'English', fr: 'Français', de: 'Deutsch' }

const CATALOGUES: Readonly<Record<Language, Words>> = { en: english, fr: french, de: german }
const KEPT = 'claimtag-language'

function first(): Language {
  const wanted = [localStorage.getItem(KEPT) ?? '', ...navigator.languages].map((tag) => tag.slice(0, 2))
  return wanted.find((tag): tag is Language => Object.hasOwn(CATALOGUES, tag)) ?? 'en'
}

export const language = signal<Language>(first())
/** The sentences of the language in use. */
export const words = computed(() => CATALOGUES[language.value])

effect(() => {
  document.documentElement.lang = language.value
})

export function speak(next: Language): void {
  localStorage.setItem(KEPT, next)
  language.value = next
}

/** The language as this person's country writes it: dates differ within one. */
const locale = (): string =>
  navigator.languages.find((tag) => tag.startsWith(language.value)) ?? language.value

/** A length of time as people say it: `2.6`, `14`. */
export function seconds(milliseconds: number): string {
  const digits = milliseconds < 9950 ? 1 : 0
  return new Intl.NumberFormat(locale(), {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(milliseconds / 1000)
}

export function moment(at: number): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'short', timeStyle: 'short' }).format(at)
}
