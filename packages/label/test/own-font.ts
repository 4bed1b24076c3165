import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** Path of a font with most of the letters of Europe, for templates in an own font. */
export const OWN_FONT = require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')
