import type { PixelImage } from '../picture/image.ts'
import { web } from './web.ts'

/** Outside Node nothing is fetched behind the caller's back, so there is nothing to offer. */
export async function bundledWasm(): Promise<Uint8Array | undefined> {
  return undefined
}

/** Lets other work of the host's go first: input, painting, an abort. */
export function pause(): Promise<void> {
  return new Promise((resolve) => {
    web.setTimeout(resolve, 0)
  })
}

/** Decodes an image as the browser does; `undefined` where there is no browser, or it cannot. */
export async function decodeByHost(bytes: Uint8Array): Promise<PixelImage | undefined> {
  const { Blob, createImageBitmap, OffscreenCanvas } = web
  if (createImageBitmap === undefined || OffscreenCanvas === undefined) return undefined
  try {
    const bitmap = await createImageBitmap(new Blob([bytes]))
    const { width, height } = bitmap
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
    context?.drawImage(bitmap, 0, 0)
    bitmap.close()
    return context?.getImageData(0, 0, width, height)
  } catch {
    return undefined
  }
}
