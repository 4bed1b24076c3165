// What the global `claimtag` holds where one script without imports is loaded: JavaScriptCore, a WebView, QuickJS.
import { english } from '@claimtag/core/words'
import { chinese } from './words/zh.ts'
import { french } from './words/fr.ts'
import { german } from './words/de.ts'
import { spanish } from './words/es.ts'

export { createDecoder, explain, requireToken } from './index.ts'
export { fromFields, typeEui, typeToken } from './fields/index.ts'
export { createSightings } from './watch/sightings.ts'

/** The sentences of each language, by its code: `claimtag.explain(error, claimtag.words.fr)`. */
export const words = { en: english, fr: french, de: german, es: spanish, zh: chinese }
