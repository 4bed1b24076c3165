import type { Page } from 'playwright-core'
import { demoLabel, photoOf } from './stand.ts'

/** Waits until a person sees this sentence, or a screen reader says it. */
export async function sees(page: Page, text: string | RegExp): Promise<void> {
  await page.getByText(text).first().waitFor({ state: 'attached' })
}

/** To the camera's screen, with its scanner loaded. */
export async function toScan(page: Page): Promise<void> {
  const tab = page.getByRole('navigation').getByRole('button', { name: /^(Scan|Scanner|Scannen)$/ })
  await tab.filter({ visible: true }).click()
  await page.locator('.keys').waitFor()
}

export async function addPhoto(page: Page, index: number): Promise<void> {
  const tray = page.locator('.tray li')
  const before = await tray.count()
  await page.locator('input.file').setInputFiles(photo(index))
  await tray.nth(before).waitFor()
}

export function photo(index: number): { name: string; mimeType: string; buffer: Buffer } {
  return { name: 'label.png', mimeType: 'image/png', buffer: photoOf(demoLabel(index)) }
}

/** As a person pastes, outside every field. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', pasted)
    document.dispatchEvent(new ClipboardEvent('paste', { clipboardData }))
  }, text)
}

/** From the tray on: to the review, and on to the device. */
export async function claim(page: Page): Promise<void> {
  await page.locator('.actions .main').click()
  await page.locator('.choices').waitFor()
  await page.locator('.actions .main').click()
}

export async function isLive(page: Page): Promise<void> {
  await page.locator('h1.is-live').waitFor()
}

export function focused(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.textContent)
}

/** By the keyboard alone, as long as it takes. */
export async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 30; presses++) {
    await page.keyboard.press('Tab')
    if ((await focused(page)) === name) return
  }
  throw new Error(`no key ${name} was reached`)
}
