import { signal } from '@preact/signals'
import { createDecoder, type DecodeError, explain, requireToken } from '@claimtag/decoder'
import {
  type Camera,
  type CameraState,
  createCamera,
  lensMemory,
  outlineOn,
  windowOnScreen,
} from '@claimtag/decoder/camera'
import { playTone } from '@claimtag/decoder/page'
// oxlint-disable-next-line import/default -- Vite makes an address of it
import worker from '@claimtag/decoder/camera/worker?worker&url'
import { english } from '@claimtag/decoder/words/en'
import { french } from '@claimtag/decoder/words/fr'
import { german } from '@claimtag/decoder/words/de'
import wasm from '@claimtag/decoder/zxing_reader.wasm?url'
import { language, words } from '../words/words.ts'
import { say } from './announce.ts'
import { addItem, items } from './queue.ts'
import { devices } from './devices.ts'
import { hasSound } from './sound.ts'

const FAILURES = { en: english, fr: french, de: german }
const decoder = createDecoder()

export const cameraState = signal<CameraState>({ name: 'asleep', reason: 'not-started' })
/** One line on the picture: what was read, or what is wrong with it. */
export const notice = signal<{ readonly tone: 'plain' | 'good' | 'bad'; readonly text: string } | undefined>(
  undefined,
)

/** So long a sentence stands, and so long a person tries before being told what may help. */
const SENTENCE_MS = 4000

let noticedAt = 0
function note(tone: 'plain' | 'good' | 'bad', text: string): void {
  noticedAt = performance.now()
  notice.value = { tone, text }
}

/** Takes the text of a code: of the camera, a photo, a hand scanner, the clipboard or the keyboard. */
export async function takeText(text: string): Promise<boolean> {
  const result = requireToken(decoder.decode(text))
  if (!result.ok) return refuse(result.error)
  const { devEui, joinEui, serialNumber } = result.record
  const last = devEui.slice(-4)
  const known = devices.value.get(devEui)
  const isKnown = known !== undefined && known.step !== 'claim'
  const secret = {
    text,
    ...(joinEui === undefined ? {} : { joinEui }),
    ...(serialNumber === undefined ? {} : { serialNumber }),
  }
  const isNew = !isKnown && (await addItem(devEui, secret))
  const sentence = isNew ? words.value.scan.read(last) : words.value.scan.again(last)
  note('good', sentence)
  say(sentence)
  signalTo(isNew)
  return isNew
}

function refuse(error: DecodeError): false {
  const sentence =
    error.kind === 'damaged' ? words.value.scan.damaged : explain(error, FAILURES[language.value])
  note('bad', sentence)
  say(sentence, true)
  signalTo(false)
  return false
}

const compact = (eui: string): string => eui.replace(/[\s:-]/g, '').toUpperCase()

/** What is typed into fields, as a text that the decoder reads. */
export function textOfFields(fields: Readonly<Record<'devEui' | 'appEui' | 'ownerToken', string>>): string {
  const { devEui, appEui, ownerToken } = fields
  return JSON.stringify({ DevEUI: compact(devEui), AppEUI: compact(appEui), ownerToken: ownerToken.trim() })
}

function signalTo(isGood: boolean): void {
  // Browsers complain of it before the person has touched the page.
  if (!navigator.userActivation.hasBeenActive) return
  navigator.vibrate?.(isGood ? 40 : [40, 60, 40])
  if (hasSound.value) playTone(isGood)
}

export interface Scanning {
  readonly camera: Camera
  close(): void
}

/** Of the screen that shows it. */
let opened: Camera | undefined

/** Starts the worker and the camera in this stage: a box with a video, an outline and a frame. */
export function startScanning(stage: HTMLElement): Scanning {
  const video = stage.querySelector('video')!
  const outline = outlineOn(video, stage.querySelector('polygon')!)
  const camera = createCamera({
    video,
    decoder,
    worker,
    wasm,
    memory: lensMemory(localStorage),
    onState(state) {
      cameraState.value = state
      if (state.name === 'running') aim()
    },
    onFrame() {
      if (performance.now() - noticedAt < SENTENCE_MS) return
      const { another, hint } = words.value.scan
      note('plain', items.value.some(({ stage: at }) => at === 'scanned') ? another : hint)
    },
    onCode({ text, corners, result, isBesideOurs }) {
      // A foreign code beside one of ours is passed over.
      if (!result.ok && isBesideOurs) return
      outline.show(corners)
      void takeText(text)
    },
  })
  const sizes = new ResizeObserver(aim)
  sizes.observe(video)
  video.addEventListener('resize', aim)

  function aim(): void {
    if (video.videoWidth === 0) return
    const { width, height } = windowOnScreen(video)
    // The sentence stands below it; on a phone held across it has to stand over the edge.
    const free = Math.max(video.clientHeight - 150, 0.6 * video.clientHeight)
    const side = Math.min(width, height, free, 0.9 * video.clientWidth)
    stage.style.setProperty('--aim', `${Math.round(side)}px`)
  }

  // A sentence that brought the person here stands its time.
  if (performance.now() - noticedAt > SENTENCE_MS) {
    noticedAt = performance.now()
    notice.value = undefined
  }
  opened = camera
  cameraState.value = camera.state
  camera.start()
  return {
    camera,
    close() {
      sizes.disconnect()
      outline.hide()
      camera.close()
      opened = undefined
      cameraState.value = { name: 'asleep', reason: 'not-started' }
    },
  }
}

/** Reads a photo or a file, while the camera's screen is there. */
export async function takePhoto(photo: Blob): Promise<void> {
  const { noCode, noPhoto } = words.value.scan
  if (opened === undefined) return
  try {
    const sightings = await opened.readPhoto(photo)
    if (sightings.length === 0) {
      note('bad', noCode)
      say(noCode, true)
    }
    for (const { text, isBesideOurs, result } of sightings)
      if (result.ok || !isBesideOurs) await takeText(text)
  } catch {
    note('bad', noPhoto)
    say(noPhoto, true)
  }
}
