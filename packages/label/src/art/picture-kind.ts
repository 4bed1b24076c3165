/** How files of pixels begin: PNG, JPEG, GIF, WebP, TIFF. No text of XML begins with any of them. */
const HEADS = ['\x89PNG\r\n\x1a\n', '\xff\xd8\xff', 'GIF8', 'RIFF', 'II*\0', 'MM\0*']

/** Whether a file is a picture of pixels by its first bytes. Everything else has to be an SVG. */
export function looksLikePixels(bytes: Uint8Array): boolean {
  const head = String.fromCharCode(...bytes.subarray(0, 12))
  // AVIF and HEIF begin with the length of a box, whose first byte is 0.
  return HEADS.some((start) => head.startsWith(start)) || (head[0] === '\0' && head.startsWith('ftyp', 4))
}
