import { createRequire } from 'node:module'

/** Path of a font with most of the letters of Europe, for templates in an own font. */
export const OWN_FONT = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')
