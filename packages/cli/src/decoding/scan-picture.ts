import type { ScanError, ScanImage, Scanner } from '@claimtag/decoder/scan'
import type { NoText } from './found-code.ts'

/** The texts in a picture, or why there are none. */
export type ScanPicture = (image: ScanImage) => Promise<readonly string[] | NoText>

/** What the package sharp decodes; HEIC only where its codec was built in, which it is in no release. */
const BY_SHARP = ['WebP', 'AVIF']

/**
 * Makes a reader of pictures. It is loaded with the first of them: it is large, and most codes come as texts.
 *
 * @param isOurs whether a text claims a device: a label may show other codes beside it, and these come last
 */
export function createPictureScanner(isOurs: (text: string) => boolean): ScanPicture {
  let scanner: Promise<Scanner> | undefined
  return async (image) => {
    const { createScanner, ScanError, textsOf } = await import('@claimtag/decoder/scan')
    scanner ??= Promise.resolve(createScanner({ decodeImage: decode }))
    const { scan } = await scanner
    try {
      const texts = textsOf(await scan(image))
      return texts.length > 0
        ? [...texts].sort((one, other) => Number(isOurs(other)) - Number(isOurs(one)))
        : { code: 'no-code', message: 'There is no readable QR code in this picture.' }
    } catch (error) {
      if (!(error instanceof ScanError)) throw error
      return { code: error.code, message: sentence(error) }
    }
  }
}

async function decode(bytes: Uint8Array, format: string) {
  const { decodePicture } = await import('@claimtag/label/art')
  try {
    return await decodePicture(bytes)
  } catch (error) {
    if (BY_SHARP.includes(format)) throw error
    return undefined
  }
}

function sentence({ issue, message }: ScanError): string {
  if (issue.code === 'unreadable-image')
    return 'This is neither a text nor a picture that can be read, or it is damaged.'
  if (issue.code !== 'unsupported-format') return message
  const advice = BY_SHARP.includes(issue.format) ? 'install the package sharp, or convert it' : 'convert it'
  return `This is ${issue.format}, which is not decoded here: ${advice} to PNG or JPEG.`
}
