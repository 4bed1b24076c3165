import type { CameraState, SleepReason } from '../camera/index.ts'

/** What `<claimtag-scanner>` says, in one language. */
export interface ScannerWords {
  /** The name of the whole, for screen readers. */
  readonly scanner: string
  readonly keys: Readonly<Record<'start' | 'light' | 'closer' | 'otherLens' | 'photo', string>>
  /** What is the matter in each state, and what the person can do. */
  readonly states: Readonly<Record<Exclude<CameraState['name'], 'asleep'> | 'asking' | SleepReason, string>>
  /** When nothing was read for some seconds. */
  readonly hint: string
  readonly read: string
  readonly noCode: string
  readonly noPhoto: string
}

export const english: ScannerWords = {
  scanner: 'Code scanner',
  keys: { start: 'Start the camera', light: 'Light', closer: '2×', otherLens: 'Other lens', photo: 'Photo' },
  states: {
    asking: 'Allow this page to use the camera.',
    starting: 'The camera is starting.',
    running: 'Hold the code in the frame, a hand’s width away.',
    'not-started': 'The camera is off.',
    stopped: 'The camera is off.',
    hidden: 'The camera is paused.',
    'no-picture': 'The camera went to sleep. Wake it.',
    ended: 'The camera was taken away. Start it again.',
    refused: 'The camera is blocked for this page. Allow it in the address bar, or take a photo of the code.',
    'refused-by-page-policy': 'This page is not allowed to use a camera. A photo of the code works.',
    'no-camera': 'There is no camera here. Choose a photo of the code.',
    'in-use': 'Another program uses the camera. Close it, then start the camera again.',
    'insecure-page': 'Cameras work on https pages alone. Choose a photo of the code.',
    'pixels-hidden':
      'This browser hides the pictures of the camera. Choose a photo: it stays on this device.',
    'reader-failed': 'The scanner was not loaded. Check the connection, then start again.',
  },
  hint: 'Nothing yet. Move back a little, or use the light.',
  read: 'Code read.',
  noCode: 'No code was found in the photo.',
  noPhoto: 'The photo cannot be read. Choose another one.',
}
