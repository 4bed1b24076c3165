import type { CameraHost } from '../../src/camera/session/host.ts'

export interface FakeLens {
  readonly id: string
  readonly label: string
  /** What the track of it can do. */
  readonly can?: Readonly<Record<string, unknown>>
  /** What the browser tells of it without opening it. */
  readonly known?: Readonly<Record<string, unknown>>
}

/** A track that does as it is told and keeps what it was told. */
export class FakeTrack extends EventTarget {
  readyState: 'live' | 'ended' = 'live'
  readonly told: MediaTrackConstraints[] = []
  readonly label: string
  readonly lens: FakeLens
  /** Constraints at which it fails. */
  refuses = ''

  constructor(lens: FakeLens) {
    super()
    this.lens = lens
    this.label = lens.label
  }

  stop(): void {
    this.readyState = 'ended'
  }

  /** The system takes the camera away. */
  end(): void {
    this.readyState = 'ended'
    this.dispatchEvent(new Event('ended'))
  }

  getSettings(): MediaTrackSettings {
    return { deviceId: this.lens.id }
  }

  getCapabilities(): MediaTrackCapabilities {
    return this.lens.can ?? {}
  }

  async applyConstraints(constraints: MediaTrackConstraints): Promise<void> {
    if (this.refuses !== '' && this.refuses in (constraints.advanced?.[0] ?? {}))
      throw error('OverconstrainedError')
    this.told.push(constraints)
  }
}

function error(name: string): Error {
  return Object.assign(new Error(name), { name })
}

/** What a fake browser's `getUserMedia` does: gives a stream, fails with a name, or waits for ever. */
export type Outcome = 'stream' | 'wait' | { readonly fails: string }

export interface FakeBrowser {
  readonly host: CameraHost
  readonly asked: MediaStreamConstraints[]
  readonly tracks: FakeTrack[]
  lenses: FakeLens[]
  outcome: Outcome
  /** What there is no permission query for is undefined. */
  permission: PermissionState | undefined
  allows: boolean | undefined
  /** Lets those wait who wait for a stream have one. */
  deliver(): void
  change(permission: PermissionState): void
  plug(): void
  setHidden(hidden: boolean): void
  pass(milliseconds: number): void
}

export function createFakeBrowser(
  lenses: FakeLens[],
  parts: Partial<Pick<CameraHost, 'isSecureContext'>> & { readonly hasDevices?: boolean } = {},
): FakeBrowser {
  const devices = new EventTarget()
  const page = new EventTarget()
  const permissionEvents = new EventTarget()
  const timers = new Map<number, { readonly at: number; readonly run: () => void }>()
  const waiting: (() => void)[] = []
  let now = 0
  let hidden = false
  let lastTimer = 0

  const browser: FakeBrowser = {
    asked: [],
    tracks: [],
    lenses,
    outcome: 'stream',
    permission: 'granted',
    allows: undefined,
    host: {
      isSecureContext: parts.isSecureContext ?? true,
      navigator: {
        ...(parts.hasDevices === false
          ? {}
          : {
              mediaDevices: Object.assign(devices, {
                getUserMedia,
                enumerateDevices: async () =>
                  browser.lenses.map(({ id, label, known }) => ({
                    kind: 'videoinput' as const,
                    deviceId: id,
                    label,
                    groupId: '',
                    toJSON: () => ({}),
                    getCapabilities: () => known ?? {},
                  })),
              }),
            }),
        permissions: {
          async query() {
            if (browser.permission === undefined) throw new TypeError('camera is no permission here')
            return Object.defineProperty(permissionEvents, 'state', {
              configurable: true,
              get: () => browser.permission,
            }) as EventTarget & { readonly state: PermissionState }
          },
        },
      },
      document: Object.defineProperties(page, {
        hidden: { get: () => hidden },
        permissionsPolicy: {
          get: () => (browser.allows === undefined ? undefined : { allowsFeature: () => browser.allows }),
        },
      }) as unknown as CameraHost['document'],
      setTimeout(run, milliseconds) {
        timers.set(++lastTimer, { at: now + milliseconds, run })
        return lastTimer
      },
      clearTimeout: (timer) => void timers.delete(timer ?? -1),
    },
    deliver: () => waiting.splice(0).forEach((give) => give()),
    change(permission) {
      browser.permission = permission
      permissionEvents.dispatchEvent(new Event('change'))
    },
    plug: () => void devices.dispatchEvent(new Event('devicechange')),
    setHidden(next) {
      hidden = next
      page.dispatchEvent(new Event('visibilitychange'))
    },
    pass(milliseconds) {
      now += milliseconds
      for (const [timer, { at, run }] of timers) {
        if (at > now) continue
        timers.delete(timer)
        run()
      }
    },
  }

  async function getUserMedia(constraints: MediaStreamConstraints): Promise<MediaStream> {
    browser.asked.push(constraints)
    const { outcome } = browser
    if (outcome === 'wait') await new Promise<void>((resolve) => waiting.push(resolve))
    else if (outcome !== 'stream') throw error(outcome.fails)
    const { deviceId } = constraints.video as { readonly deviceId?: { readonly exact: string } }
    const lens = browser.lenses.find(({ id }) => deviceId === undefined || id === deviceId.exact)
    if (lens === undefined) throw error(deviceId === undefined ? 'NotFoundError' : 'OverconstrainedError')
    const track = new FakeTrack(lens)
    browser.tracks.push(track)
    return { getTracks: () => [track], getVideoTracks: () => [track] } as unknown as MediaStream
  }

  return browser
}

/** Lets everything that waits for a promise go on. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve()
}
