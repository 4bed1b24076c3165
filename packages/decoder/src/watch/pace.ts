/** The work that a slow device leaves out. */
export type Load = 'normal' | 'no-sharpening' | 'smaller-frames'

export interface Pace {
  /** Records how long a frame took, in milliseconds. */
  readonly note: (milliseconds: number) => Load
}

/** At more than this a frame, aiming feels sticky. */
const SLOW_MS = 80
/** One slow frame is something else on the machine. */
const IN_A_ROW = 3
const LOADS: readonly Load[] = ['normal', 'no-sharpening', 'smaller-frames']

/** Finds out whether the device keeps up. Work that was left out stays out, since it would only be slow again. */
export function createPace(): Pace {
  let slow = 0
  let level = 0
  return {
    note(milliseconds) {
      slow = milliseconds > SLOW_MS ? slow + 1 : 0
      if (slow === IN_A_ROW) {
        slow = 0
        level = Math.min(level + 1, LOADS.length - 1)
      }
      return LOADS[level] ?? 'normal'
    },
  }
}
