/** Width and height as the beginning of an encoded image says. */
export interface ImageSize {
  readonly width: number
  readonly height: number
}

/**
 * What an encoded image says of its size before anything is decoded.
 *
 * @returns `undefined` for what is no PNG, JPEG, GIF or BMP
 */
export function imageSize(bytes: Uint8Array): ImageSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (isPng(bytes)) return { width: view.getUint32(16), height: view.getUint32(20) }
  if (beginsWith(bytes, [0xff, 0xd8])) return jpegSize(bytes, view)
  // GIF89a, 18: the logical screen.
  if (beginsWith(bytes, [0x47, 0x49, 0x46, 0x38]) && bytes.length >= 10)
    return { width: view.getUint16(6, true), height: view.getUint16(8, true) }
  // BITMAPINFOHEADER; a negative height says that rows come from the top.
  if (beginsWith(bytes, [0x42, 0x4d]) && bytes.length >= 26)
    return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) }
  return undefined
}

/** Whether the bytes begin as ISO/IEC 15948, 5.2, demands, and go on to the end of the sizes in IHDR (11.2.2). */
export function isPng(bytes: Uint8Array): boolean {
  return beginsWith(bytes, [0x89, 0x50, 0x4e, 0x47]) && bytes.length >= 26
}

/** The frame header, SOF, is one of the markers C0 to CF but C4, C8 and CC (ITU-T T.81, table B.1). */
function jpegSize(bytes: Uint8Array, view: DataView): ImageSize | undefined {
  for (let at = 2; at + 9 < bytes.length;) {
    if (bytes[at] !== 0xff) return undefined
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      // A fill byte.
      at++
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    at += 2 + view.getUint16(at + 2)
  }
  return undefined
}

function beginsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte)
}
