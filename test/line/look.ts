import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
export const PHONE = { width: 360, height: 740 }
const DESK = { width: 1280, height: 900 }
/** Where pictures of pages go, when somebody wants to see them. */
export const SHOTS = process.env['CLAIMTAG_SHOTS']

/** Looks at a page, in light on a phone and in dark on a desk: all can read it, and nothing is too wide. */
export async function look(page: Page, name: string, fullPage = false): Promise<void> {
  for (const [colorScheme, viewport] of [
    ['light', PHONE],
    ['dark', DESK],
  ] as const) {
    await page.setViewportSize(viewport)
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.evaluate(AXE)
    const found = await page.evaluate<string[]>(
      `axe.run(document).then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ' ' + html)))`,
    )
    expect([name, colorScheme, found]).toEqual([name, colorScheme, []])
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
    expect([name, viewport.width, wide <= 0]).toEqual([name, viewport.width, true])
    if (SHOTS !== undefined)
      await page.screenshot({ path: join(SHOTS, `${name}-${colorScheme}-${viewport.width}.png`), fullPage })
  }
}
