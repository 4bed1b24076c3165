import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encodePng } from './png.ts'
import type { Raster } from './raster.ts'

const NUMBERED = /^(\d+)\.png$/
const DIGITS = 6
/** A label contains a token until its device is claimed. */
const OWNER_ONLY = 0o600

/** Stores labels as `000001.png` and so on in a folder, after the existing ones. */
export function openFolder(path: string, dpi: number): (label: Raster) => string {
  mkdirSync(path, { recursive: true })
  let last = Math.max(0, ...readdirSync(path).map((name) => Number(NUMBERED.exec(name)?.[1] ?? 0)))
  return (label) => {
    last += 1
    const file = join(path, `${String(last).padStart(DIGITS, '0')}.png`)
    writeFileSync(file, encodePng(label, dpi), { mode: OWNER_ONLY })
    return file
  }
}
