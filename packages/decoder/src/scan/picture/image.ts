/** Raw pixels, RGBA, 4 bytes each, row by row: the shape of the web's `ImageData`. */
export interface PixelImage {
  readonly data: Uint8ClampedArray | Uint8Array
  readonly width: number
  readonly height: number
}

/** Raw pixels, a byte each, 0 is black: the Y plane of a video frame, or a sensor's picture. */
export interface GreyImage {
  readonly grey: Uint8Array
  readonly width: number
  readonly height: number
  /** Bytes from one row to the next. Default: `width`. */
  readonly stride?: number
}

/** The part of the web's `Blob` and `File` that is used. */
export interface BlobImage {
  readonly size: number
  arrayBuffer(): Promise<ArrayBuffer>
}

/** Encoded bytes (PNG, JPEG, GIF, BMP; what else the host decodes) or raw pixels. */
export type ScanImage = Uint8Array | BlobImage | PixelImage | GreyImage
