import { english } from '@claimtag/core/words'
import { inLanguage } from './in-language.ts'

export { english }

/** The sentence for an issue in English. */
export const explain = /* @__PURE__ */ inLanguage(english)
