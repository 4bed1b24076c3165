import type { CameraIssue } from '../camera-issue.ts'
import { type Controls, takeControls } from './controls.ts'
import type { CameraDevices, CameraHost, CameraPermission } from './host.ts'
import { constraintsFor, findLens, type Lens, type LensMemory, listLenses } from './lens.ts'
import {
  type CameraState,
  type SleepReason,
  stateOfFailure,
  stateWithoutDevices,
  type Zoom,
} from './state.ts'

export interface SessionOptions {
  readonly host: CameraHost
  readonly memory?: LensMemory | undefined
  /** Shows a stream that has just begun. @returns what ends that */
  readonly show: (stream: MediaStream) => () => void
  readonly onState: (state: CameraState) => void
}

/** From the wish for a camera to its stream and back: permission, sleep and wake, lenses. Sees no pixel. */
export interface Session {
  readonly state: CameraState
  readonly zoom: Zoom
  readonly start: () => void
  readonly stop: () => void
  readonly useLens: (lens: Lens) => void
  readonly setTorch: (isOn: boolean) => Promise<void>
  readonly setZoom: (factor: number) => Promise<void>
  /** A picture has come. @param isBlind whether its pixels cannot be read */
  readonly picture: (isBlind: boolean) => void
  /** The device is too slow for frames of this size. */
  readonly shrink: () => void
  readonly fail: (issue: CameraIssue) => void
  readonly close: () => void
}

interface Live {
  readonly stream: MediaStream
  readonly track: MediaStreamTrack
  readonly hide: () => void
  controls?: Controls
  lenses: readonly Lens[]
  isShrunk: boolean
}

/** So long a person looks at nothing without being told why. */
const PATIENCE_MS = 3000
const NO_ZOOM: Zoom = { factor: 1, most: 1, by: 'window' }

export function createSession({ host, memory, show, onState }: SessionOptions): Session {
  const { document, navigator } = host
  let state: CameraState = asleep('not-started')
  let isWanted = false
  /** Which wake-up counts: what an older one still waits for is let go when it comes. */
  let attempt = 0
  let live: Live | undefined
  let lens = memory?.load()
  let permission: CameraPermission | undefined
  let timer: number | undefined

  function set(next: CameraState): void {
    state = next
    onState(next)
  }

  async function wake(): Promise<void> {
    release()
    const own = ++attempt
    const { mediaDevices } = navigator
    if (document.hidden) return set(asleep('hidden'))
    if (mediaDevices?.getUserMedia === undefined) return set(stateWithoutDevices(host))
    set({ name: 'starting', isAsking: false })
    // The wake-up goes on: a camera that comes late is welcome.
    wait(() => set(asleep('no-picture')))
    void lookAtPermission(own)
    try {
      const stream = await open(mediaDevices)
      if (own === attempt) await begin(stream, mediaDevices, own)
      else stopTracks(stream)
    } catch (error) {
      if (own === attempt) rest(stateOfFailure(error, host))
    }
  }

  async function open(devices: CameraDevices): Promise<MediaStream> {
    if (lens !== undefined) {
      try {
        return await devices.getUserMedia(constraintsFor(lens))
      } catch (error) {
        // The lens is not there; any other failure would come again.
        if (stateOfFailure(error, host).name !== 'no-camera') throw error
      }
    }
    return devices.getUserMedia(constraintsFor(undefined))
  }

  async function begin(stream: MediaStream, devices: CameraDevices, own: number): Promise<void> {
    const [track] = stream.getVideoTracks()
    if (track === undefined) return rest({ name: 'no-camera' })
    const begun: Live = { stream, track, hide: show(stream), lenses: [], isShrunk: false }
    live = begun
    wait(() => rest(asleep('no-picture')))
    track.addEventListener('ended', () => {
      if (live === begun) rest(asleep('ended'))
    })
    // Names of lenses are known from here on.
    const [controls, lenses] = await Promise.all([takeControls(track), listLenses(devices)])
    if (own !== attempt) return
    begun.controls = controls
    begun.lenses = lenses
    const renamed = lens === undefined ? undefined : findLens(lenses, lens)
    if (renamed !== undefined && renamed.id !== lens?.id && renamed.id !== idOf(track))
      return useLens(renamed)
    if (state.name === 'running') set(running(begun))
  }

  /** Whether the browser is asking, which may take as long as it likes; and a change of mind later. */
  async function lookAtPermission(own: number): Promise<void> {
    try {
      if (permission === undefined) {
        permission = await navigator.permissions?.query({ name: 'camera' })
        permission?.addEventListener('change', onPermission)
      }
    } catch {
      // A browser that does not know this permission.
    }
    const mayAsk = permission === undefined || permission.state === 'prompt'
    if (own !== attempt || !mayAsk || live !== undefined || state.name !== 'starting') return
    host.clearTimeout(timer)
    set({ name: 'starting', isAsking: true })
  }

  function onPermission(): void {
    if (!isWanted) return
    if (permission?.state === 'granted' && state.name === 'refused') void wake()
    if (permission?.state === 'denied' && (live !== undefined || state.name === 'asleep'))
      rest({ name: 'refused' })
  }

  function onVisibility(): void {
    if (!isWanted) return
    const { name } = state
    if (document.hidden) {
      if (name === 'starting' || name === 'running') rest(asleep('hidden'))
    } else if (name === 'asleep' || name === 'in-use') void wake()
    // In the settings of the system, perhaps; not every browser tells of that.
    else if (name === 'refused' && permission?.state === 'granted') void wake()
  }

  function onDevices(): void {
    if (state.name === 'no-camera') void wake()
  }

  function wait(then: () => void): void {
    host.clearTimeout(timer)
    timer = host.setTimeout(then, PATIENCE_MS)
  }

  function rest(next: CameraState): void {
    attempt++
    release()
    set(next)
  }

  function release(): void {
    host.clearTimeout(timer)
    if (live === undefined) return
    const { stream, hide } = live
    live = undefined
    hide()
    stopTracks(stream)
  }

  function running({ track, lenses, controls }: Live): CameraState {
    const id = idOf(track)
    const own = lenses.find((one) => one.id === id) ?? { id: id ?? '', label: track.label }
    return { name: 'running', lens: own, lenses, torch: controls?.torch, zoom: controls?.zoom ?? NO_ZOOM }
  }

  async function control(act: (controls: Controls) => Promise<void>): Promise<void> {
    const before = live
    if (before?.controls === undefined) return
    await act(before.controls)
    if (live === before && state.name === 'running') set(running(before))
  }

  function useLens(next: Lens): void {
    lens = next
    memory?.save(next)
    if (isWanted) void wake()
  }

  document.addEventListener('visibilitychange', onVisibility)
  navigator.mediaDevices?.addEventListener('devicechange', onDevices)

  return {
    get state() {
      return state
    },
    get zoom() {
      return live?.controls?.zoom ?? NO_ZOOM
    },
    start() {
      isWanted = true
      if (state.name !== 'running' && state.name !== 'starting') void wake()
    },
    stop() {
      isWanted = false
      rest(asleep('stopped'))
    },
    useLens,
    setTorch: (isOn) => control((controls) => controls.setTorch(isOn)),
    setZoom: (factor) => control((controls) => controls.setZoom(factor)),
    picture(isBlind) {
      if (live === undefined) return
      if (isBlind) return rest({ name: 'pixels-hidden' })
      wait(() => rest(asleep('no-picture')))
      if (state.name !== 'running') set(running(live))
    },
    shrink() {
      if (live === undefined || live.isShrunk) return
      live.isShrunk = true
      void live.controls?.shrink()
    },
    fail: (issue) => rest({ name: 'reader-failed', issue }),
    close() {
      isWanted = false
      rest(asleep('stopped'))
      document.removeEventListener('visibilitychange', onVisibility)
      navigator.mediaDevices?.removeEventListener('devicechange', onDevices)
      permission?.removeEventListener('change', onPermission)
    },
  }
}

function asleep(reason: SleepReason): CameraState {
  return { name: 'asleep', reason }
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}

function idOf(track: MediaStreamTrack): string | undefined {
  return track.getSettings().deviceId
}
