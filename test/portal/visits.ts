import { afterAll, beforeAll, expect, onTestFinished } from 'vitest'
import { demoLabel, type Opening, type OpenPortal, openPortalStand, type PortalStand } from './stand.ts'

/** What Chromium says of an answer that is a refusal, or of a network that is away. */
export const OF_NETWORK = /Failed to load resource|net::ERR/

export interface Visits {
  readonly stand: PortalStand
  /** A page with an account of its own; it must have had no other faults when the test ends. */
  open(opening?: Opening & { readonly known?: RegExp }): Promise<OpenPortal>
}

/** A stand for the tests of a file; its camera sees nothing until it is shown something. */
export function visits(): Visits {
  let stand: PortalStand | undefined
  beforeAll(async () => {
    stand = await openPortalStand()
    showNothing(stand)
  })
  afterAll(() => stand?.close())
  return {
    get stand() {
      return stand!
    },
    async open({ known = /^$/, ...opening } = {}) {
      const opened = await stand!.open(opening)
      onTestFinished(async () => {
        await opened.context.close()
        expect(opened.faults.filter((fault) => !known.test(fault))).toEqual([])
      })
      return opened
    },
  }
}

export function showNothing(stand: PortalStand): void {
  stand.show({ label: demoLabel(59), pixelsPerModule: 0.2 })
}
