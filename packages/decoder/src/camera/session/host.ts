/** The parts of a browser that the camera uses, so that it can be tested without one. */
export interface CameraHost {
  readonly navigator: {
    /** Absent on pages that are not secure. */
    readonly mediaDevices?: CameraDevices
    readonly permissions?: { query(descriptor: { name: 'camera' }): Promise<CameraPermission> }
  }
  readonly document: EventSource & {
    readonly hidden: boolean
    /** Chromium has it under this name, and had it as `featurePolicy`. */
    readonly permissionsPolicy?: FeaturePolicy
    readonly featurePolicy?: FeaturePolicy
  }
  readonly isSecureContext: boolean
  readonly setTimeout: (run: () => void, milliseconds: number) => number
  readonly clearTimeout: (timer: number | undefined) => void
}

export interface CameraDevices extends EventSource {
  getUserMedia(constraints: MediaStreamConstraints): Promise<MediaStream>
  enumerateDevices(): Promise<readonly MediaDeviceInfo[]>
}

export interface CameraPermission extends EventSource {
  readonly state: 'granted' | 'denied' | 'prompt'
}

interface FeaturePolicy {
  allowsFeature(feature: string): boolean
}

interface EventSource {
  addEventListener(type: string, listener: () => void): void
  removeEventListener(type: string, listener: () => void): void
}

/** The browser that runs this. */
export function browserHost(): CameraHost {
  return {
    navigator,
    document,
    isSecureContext,
    setTimeout: (run, milliseconds) => window.setTimeout(run, milliseconds),
    clearTimeout: (timer) => window.clearTimeout(timer),
  }
}
