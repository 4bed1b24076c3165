import type { Camera } from '../camera/index.ts'
import { connect, type ScannerElementOptions } from './connect.ts'

/** `<claimtag-scanner>`. It starts its camera when it comes into a page, unless it has the attribute `manual`. */
export interface ScannerElement extends HTMLElement {
  /** For a light, a lens or a photo of the app's own; undefined while the element is in no page. */
  readonly camera: Camera | undefined
}

/**
 * Defines the element `<claimtag-scanner>` in the page: a picture to aim with, one sentence, and buttons for light,
 * zoom, lens and photo. Call it once in a page; each element has a camera and a worker of its own.
 *
 * @param name of the element, when another one is wanted
 *
 * @example
 * ```ts no-run
 * import { createDecoder } from '@claimtag/decoder'
 * import { defineScanner, type ScannerEvents } from '@claimtag/decoder/element'
 *
 * defineScanner({ decoder: createDecoder(), worker: '/scan-worker.js', wasm: '/zxing_reader.wasm' })
 * document.addEventListener('claimtag-code', (event) => {
 *   const { detail } = event as ScannerEvents['claimtag-code']
 *   console.log(detail.result.ok)
 * })
 * ```
 */
export function defineScanner(options: ScannerElementOptions, name = 'claimtag-scanner'): void {
  // Here and not at the top: a server that renders pages has no HTMLElement to extend.
  class Scanner extends HTMLElement implements ScannerElement {
    private connected: ReturnType<typeof connect> | undefined

    get camera(): Camera | undefined {
      return this.connected?.camera
    }

    connectedCallback(): void {
      this.connected = connect(this, options)
    }

    disconnectedCallback(): void {
      this.connected?.disconnect()
      this.connected = undefined
    }
  }
  customElements.define(name, Scanner)
}
