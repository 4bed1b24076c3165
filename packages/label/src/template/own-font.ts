/** Whether a text element names a font file instead of a face of the package. */
export function isOwnFont(font: string | undefined): font is string {
  return font !== undefined && font !== 'mono' && font !== 'sans'
}
