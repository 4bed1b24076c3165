import { createDecoder } from '@claimtag/decoder'
import { type Camera, type CameraState, createCamera, lensMemory } from '@claimtag/decoder/camera'

/** What tests ask the page. */
export interface Page {
  readonly camera: Camera
  readonly states: CameraState[]
  readonly codes: {
    readonly text: string
    readonly code: string
    readonly frame: number
    readonly at: number
  }[]
  /** Of frames that were searched: how long each took in the worker, and how many texts it had. */
  readonly frames: { readonly milliseconds: number; readonly texts: number }[]
  /** Where the first code was. */
  corners: readonly (readonly { readonly x: number; readonly y: number }[])[]
  /** When the first picture came, by the clock of `at`. */
  startedAt?: number
  readonly violations: string[]
}

declare global {
  var page: Page
}

const search = new URLSearchParams(location.search)
const states: CameraState[] = []
const codes: Page['codes'] = []
const frames: Page['frames'] = []
const corners: Page['corners'][number][] = []
const violations: string[] = []
document.addEventListener('securitypolicyviolation', ({ violatedDirective }) =>
  violations.push(violatedDirective),
)

const camera = createCamera({
  video: document.querySelector('video')!,
  decoder: createDecoder(),
  worker: search.get('worker') ?? '/worker.js',
  wasm: search.get('wasm') ?? '/zxing_reader.wasm',
  forgetMs: Number(search.get('forget') ?? 3000),
  memory: lensMemory(localStorage),
  onState(state) {
    states.push(state)
    if (state.name === 'running') globalThis.page.startedAt ??= performance.now()
  },
  onFrame({ milliseconds, symbols }) {
    frames.push({ milliseconds, texts: symbols.filter((symbol) => 'text' in symbol).length })
  },
  onCode({ text, result, corners: where }) {
    corners.push(where)
    codes.push({
      text,
      code: result.ok ? result.format : result.error.code,
      frame: frames.length,
      at: performance.now(),
    })
  },
})
globalThis.page = { camera, states, codes, frames, corners, violations }
