import type { PixelImage } from '../picture/image.ts'

/** WebAssembly that is compiled and not yet instantiated. */
export interface CompiledWasm {
  readonly compiled: never
}

export interface WasmMemory {
  readonly buffer: ArrayBuffer
  /** Throws when it may not grow so much. */
  grow(pages: number): unknown
}

interface Bitmap {
  readonly width: number
  readonly height: number
  close(): void
}

interface Context2d {
  drawImage(bitmap: Bitmap, x: number, y: number): void
  getImageData(x: number, y: number, width: number, height: number): PixelImage
}

/**
 * What is called of the platform: every one has timers and, where `./scan` runs, WebAssembly; browsers and their
 * workers have the rest. Their own types come with newer libraries of the language, which this package must not use.
 */
interface Web {
  setTimeout(call: () => void, milliseconds: number): unknown
  readonly WebAssembly: {
    compile(bytes: ArrayBuffer | Uint8Array): Promise<CompiledWasm>
    instantiate(
      compiled: CompiledWasm,
      imports: object,
    ): Promise<{ readonly exports: Record<string, unknown> }>
  }
  readonly TextDecoder: new () => { decode(bytes: Uint8Array): string }
  readonly Blob: new (parts: readonly Uint8Array[]) => object
  readonly createImageBitmap?: (blob: object) => Promise<Bitmap>
  readonly OffscreenCanvas?: new (
    width: number,
    height: number,
  ) => {
    getContext(kind: '2d', options: { readonly willReadFrequently: boolean }): Context2d | null
  }
}

export const web = globalThis as unknown as Web
