import type { Archive } from '../archive.ts'
import { tooLarge } from '../fault.ts'
import { readXml } from '../read-xml.ts'
import { createSharedTexts, type SharedTexts } from '../shared-texts.ts'
import { LARGEST_SHEET, LONGEST_TEXT } from '../sheet.ts'
import { unescapedText } from './escaped-text.ts'

/**
 * The texts that the cells of all sheets share. ECMA-376 part 1, 18.4.8: an item is a text, or runs of formatted
 * text.
 */
export async function readTexts(archive: Archive, name: string): Promise<SharedTexts> {
  const texts = createSharedTexts()
  let [text, isWanted, inPhonetic] = ['', false, false]
  await readXml(
    archive,
    { name, most: LARGEST_SHEET },
    {
      open(element) {
        if (element === 'si') text = ''
        // Phonetic text is not part of the value.
        else if (element === 'rPh') inPhonetic = true
        else if (element === 't') isWanted = !inPhonetic
      },
      close(element) {
        if (element === 'si') texts.add(unescapedText(text))
        else if (element === 'rPh') inPhonetic = false
        else if (element === 't') isWanted = false
      },
      text(piece) {
        if (!isWanted) return
        text += piece
        if (text.length > LONGEST_TEXT) throw tooLarge()
      },
    },
  )
  return texts
}
