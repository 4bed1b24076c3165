import type { ImageSize } from './image-size.ts'

/** As many pixels as the largest picture has in 16 scans; progressive JPEGs have ten. A second has 250 million. */
const MOST_WORK = 16 * 64e6

/**
 * Whether a JPEG has more scans than a decoder should go through: each takes it over all blocks, though a scan of a few
 * bytes refines none of them. A file of 100 kB would be a minute of work.
 */
export function hasTooManyScans(bytes: Uint8Array, { width, height }: ImageSize): boolean {
  // SOS stands nowhere but before a scan, or in a picture within the picture.
  let scans = 0
  for (let at = bytes.indexOf(SOS); at > 0; at = bytes.indexOf(SOS, at + 1))
    if (bytes[at - 1] === 0xff) scans++
  return scans * width * height > MOST_WORK
}

/** The second byte of the marker (ITU-T T.81, table B.1). */
const SOS = 0xda
