/** What a text needs that is not done here. */
export interface Shaping {
  readonly character: string
  /** As people call it: a script, or a kind of sign. */
  readonly script: string
}

/**
 * Scripts whose letters change their form or place by their neighbours, or that run from right to left: drawn letter
 * after letter, they would be wrong, and look right to a person who does not read them.
 */
const SHAPED: readonly (readonly [script: string, characters: RegExp])[] = [
  ['Arabic', /[\p{Script=Arabic}]/u],
  ['Hebrew', /[\p{Script=Hebrew}]/u],
  ['Syriac', /[\p{Script=Syriac}]/u],
  ['Thaana', /[\p{Script=Thaana}]/u],
  ['N’Ko', /[\p{Script=Nko}]/u],
  ['Devanagari', /[\p{Script=Devanagari}]/u],
  ['Bengali', /[\p{Script=Bengali}]/u],
  ['Gurmukhi', /[\p{Script=Gurmukhi}]/u],
  ['Gujarati', /[\p{Script=Gujarati}]/u],
  ['Oriya', /[\p{Script=Oriya}]/u],
  ['Tamil', /[\p{Script=Tamil}]/u],
  ['Telugu', /[\p{Script=Telugu}]/u],
  ['Kannada', /[\p{Script=Kannada}]/u],
  ['Malayalam', /[\p{Script=Malayalam}]/u],
  ['Sinhala', /[\p{Script=Sinhala}]/u],
  ['Thai', /[\p{Script=Thai}]/u],
  ['Lao', /[\p{Script=Lao}]/u],
  ['Tibetan', /[\p{Script=Tibetan}]/u],
  ['Burmese', /[\p{Script=Myanmar}]/u],
  ['Khmer', /[\p{Script=Khmer}]/u],
  ['Mongolian', /[\p{Script=Mongolian}]/u],
  ['Hangul in single letters', /[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]/u],
  ['a mark that is put on the letter before it', /\p{M}/u],
  ['a sign that joins or turns letters', /\p{Default_Ignorable_Code_Point}/u],
]

/**
 * The first character of a text that cannot be drawn by itself.
 *
 * @param text in Unicode's form C, so that a letter with its marks is one character where there is one
 */
export function needsShaping(text: string): Shaping | undefined {
  if (/^[\u0020-\u02ff]*$/.test(text)) return undefined
  for (const character of text) {
    const found = SHAPED.find(([, characters]) => characters.test(character))
    if (found !== undefined) return { character, script: found[0] }
  }
  return undefined
}
