import type { Fonts, OwnFace } from '../font/own-face.ts'
import { labelError } from '../issue/label-error.ts'
import { isOwnFont } from '../template/own-font.ts'
import { elementName } from '../template/element-name.ts'
import type { Template } from '../template/template.ts'
import { loadOpenType } from './load-opentype.ts'
import { openFont } from './open-font.ts'

/** The bytes of a template's fonts, by the names that it gives them: plain data, which may be sent to a thread. */
export type FontFiles = ReadonlyMap<string, Uint8Array>

/** No font for all of Chinese, Japanese and Korean is larger. */
const MOST_BYTES = 1 << 25

/**
 * Reads the files of the fonts that a template names; one without fonts of its own needs none.
 *
 * @param read the bytes of a font by its name in the template
 * @throws LabelError `font-too-large`
 *
 * @example
 * ```ts
 * import { defaultTemplate } from '@claimtag/label'
 * import { readFonts } from '@claimtag/label/fonts'
 *
 * console.log(await readFonts(defaultTemplate, () => new Uint8Array())) // undefined
 * ```
 */
export async function readFonts(
  { elements }: Pick<Template, 'elements'>,
  read: (source: string) => Uint8Array | Promise<Uint8Array>,
): Promise<FontFiles | undefined> {
  const files = new Map<string, Uint8Array>()
  for (const [index, element] of elements.entries()) {
    if (element.type !== 'text' || !isOwnFont(element.font) || files.has(element.font)) continue
    const bytes = await read(element.font)
    if (bytes.length > MOST_BYTES) {
      const source = element.font
      throw labelError({
        code: 'font-too-large',
        element: elementName(element, index),
        source,
        most: MOST_BYTES,
      })
    }
    files.set(element.font, bytes)
  }
  return files.size === 0 ? undefined : files
}

/**
 * Opens fonts of TrueType or OpenType, with the package opentype.js: outlines, drawn letter after letter, without
 * kerning and ligatures.
 *
 * @throws LabelError `opentype-missing`, `unreadable-font`
 *
 * @example
 * ```ts no-run
 * import { readFile } from 'node:fs/promises'
 * import { createLabeller, type Template } from '@claimtag/label'
 * import { openFonts, readFonts } from '@claimtag/label/fonts'
 *
 * const name = { type: 'text', x: 1, y: 2, width: 40, size: 2.5, text: '{product}', font: 'NotoSansJP.ttf' } as const
 * const template: Template = { name: 'named', stock: { width: 42, height: 8 }, elements: [name] }
 * const fonts = await openFonts(await readFonts(template, (source) => readFile(source)))
 * const labeller = createLabeller(template, { dpi: 300, fonts })
 * labeller.draw('', { product: '温度センサー' })
 * ```
 */
export async function openFonts(files: FontFiles | undefined): Promise<Fonts | undefined> {
  if (files === undefined) return undefined
  const opentype = await loadOpenType()
  const fonts = new Map<string, OwnFace>()
  for (const [source, bytes] of files) {
    if (opentype === undefined) throw labelError({ code: 'opentype-missing', source })
    try {
      fonts.set(source, openFont(source, opentype.parse(Uint8Array.from(bytes).buffer)))
    } catch {
      // Its errors have no code, and say where in the bytes it stopped.
      throw labelError({ code: 'unreadable-font', source })
    }
  }
  return fonts
}
