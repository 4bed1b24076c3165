import { explain } from '../words/explain.ts'
import {
  type Camera,
  type CameraOptions,
  type CameraState,
  createCamera,
  outlineOn,
  windowOnScreen,
} from '../camera/index.ts'
import type { Sighting } from '../watch/index.ts'
import { buildView } from './view.ts'
import { english, type ScannerWords } from './words.ts'

export interface ScannerElementOptions extends Pick<
  CameraOptions,
  'decoder' | 'worker' | 'wasm' | 'memory' | 'forgetMs'
> {
  /** What it says; English when left out. */
  readonly words?: ScannerWords
  /** The sentence for a code that cannot be used; `explain` of the decoder when left out. */
  readonly explainFailure?: (error: FailedResult['error']) => string
}

type FailedResult = Extract<Sighting['result'], { readonly ok: false }>

/** The events of a scanner. They bubble, and leave shadow trees. */
export interface ScannerEvents {
  /** A code has come into view, or was in a photo. */
  'claimtag-code': CustomEvent<Sighting>
  'claimtag-state': CustomEvent<CameraState>
}

/** So long a person tries before being told what may help, and a sentence about a code stands. */
const SENTENCE_MS = 4000

/** Brings an element to life that has come into a page. */
export function connect(
  host: HTMLElement,
  options: ScannerElementOptions,
): { readonly camera: Camera; readonly disconnect: () => void } {
  const { words = english, explainFailure = explain } = options
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  root.replaceChildren()
  const view = buildView(root, words)
  const { video, light, closer, otherLens, photo, file, start } = view
  /** Since when the sentence stands. */
  let saidAt = 0
  let hasRead = false
  const outline = outlineOn(video, view.outline)
  const camera = createCamera({ ...options, video, onState, onCode, onFrame })
  const sizes = new ResizeObserver(aim)

  function onState(state: CameraState): void {
    const hadFocus = root.activeElement === start
    const running = state.name === 'running' ? state : undefined
    start.hidden = running !== undefined || state.name === 'starting'
    light.hidden = running?.torch === undefined
    closer.hidden = view.aim.hidden = running === undefined
    otherLens.hidden = (running?.lenses.length ?? 0) < 2
    light.setAttribute('aria-pressed', String(running?.torch === true))
    closer.setAttribute('aria-pressed', String((running?.zoom.factor ?? 1) > 1))
    video.style.setProperty('--magnified', String(magnified()))
    // A key that goes away must not take the focus with it.
    if (hadFocus && start.hidden) photo.focus()
    say(words.states[wordOf(state)])
    tell('claimtag-state', state)
  }

  function onCode(sighting: Sighting): void {
    const { result, corners, isBesideOurs } = sighting
    if (!isBesideOurs) {
      hasRead = true
      outline.show(corners, magnified())
      announce(result)
    }
    tell('claimtag-code', sighting)
  }

  function announce(result: Sighting['result']): void {
    say(result.ok ? words.read : explainFailure(result.error))
    // Browsers complain of it before the person has touched the page.
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(result.ok ? 40 : [40, 60, 40])
  }

  function onFrame(): void {
    if (performance.now() - saidAt < SENTENCE_MS) return
    say(hasRead ? words.states.running : words.hint)
  }

  async function onPhoto(): Promise<void> {
    const [chosen] = file.files ?? []
    // The same file may be chosen again.
    if (chosen === undefined) return
    try {
      const sightings = await camera.readPhoto(chosen)
      const [first] = sightings
      if (first === undefined) say(words.noCode)
      else announce(first.result)
      for (const sighting of sightings) tell('claimtag-code', sighting)
    } catch {
      say(words.noPhoto)
    } finally {
      file.value = ''
    }
  }

  function say(sentence: string): void {
    saidAt = performance.now()
    // Screen readers would say it again.
    if (view.says.textContent !== sentence) view.says.textContent = sentence
  }

  function tell<Name extends keyof ScannerEvents>(name: Name, detail: ScannerEvents[Name]['detail']): void {
    host.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }))
  }

  /** By how much the picture is drawn larger, where the lens does not do it. */
  function magnified(): number {
    const { state } = camera
    return state.name === 'running' && state.zoom.by === 'window' ? state.zoom.factor : 1
  }

  function aim(): void {
    if (video.videoWidth === 0) return
    const { width, height } = windowOnScreen(video)
    view.aim.style.setProperty('--aim-width', `${width}px`)
    view.aim.style.setProperty('--aim-height', `${height}px`)
  }

  start.addEventListener('click', () => camera.start())
  light.addEventListener('click', () => void camera.setTorch(light.getAttribute('aria-pressed') !== 'true'))
  closer.addEventListener(
    'click',
    () => void camera.setZoom(closer.getAttribute('aria-pressed') === 'true' ? 1 : 2),
  )
  otherLens.addEventListener('click', () => {
    const { state } = camera
    if (state.name !== 'running') return
    const at = state.lenses.findIndex(({ id }) => id === state.lens?.id)
    const next = state.lenses[(at + 1) % state.lenses.length]
    if (next !== undefined) camera.useLens(next)
  })
  photo.addEventListener('click', () => file.click())
  file.addEventListener('change', () => void onPhoto())
  video.addEventListener('resize', aim)
  sizes.observe(video)

  onState(camera.state)
  if (!host.hasAttribute('manual')) camera.start()
  return {
    camera,
    disconnect() {
      sizes.disconnect()
      outline.hide()
      camera.close()
    },
  }
}

function wordOf(state: CameraState): keyof ScannerWords['states'] {
  if (state.name === 'asleep') return state.reason
  return state.name === 'starting' && state.isAsking ? 'asking' : state.name
}
