import type { Notice } from '../notice.ts'

/** Takes a device that arrives; resolves when the station has dealt with it. */
export type Take = (text: string) => Promise<Notice | undefined>

/** A place where devices arrive, until it is closed. */
export interface Arrivals {
  close(): Promise<void>
}
