/** First bytes of picture files: PNG, JPEG, GIF, WebP, TIFF. XML text cannot begin with any of them. */
const HEADS = ['\x89PNG\r\n\x1a\n', '\xff\xd8\xff', 'GIF8', 'RIFF', 'II*\0', 'MM\0*']

/** Whether the first bytes of a file are those of a picture of pixels. Every other file has to be an SVG. */
export function looksLikePixels(bytes: Uint8Array): boolean {
  const head = String.fromCharCode(...bytes.subarray(0, 12))
  // AVIF and HEIF begin with the length of a box, whose first byte is 0.
  return HEADS.some((start) => head.startsWith(start)) || (head[0] === '\0' && head.startsWith('ftyp', 4))
}
