import type { Template } from '../template/template.ts'
import { namedRecord } from '@claimtag/core'
import { carton100x50 } from './carton.ts'
import { devices } from './device.ts'
import { device50x25 } from './device-beside.ts'
import { sheets } from './sheets.ts'
import { twoUp100x25 } from './two-up.ts'

/** The default template: 50 × 25 mm, symbol, DevEUI, AppEUI and serial number. */
export const defaultTemplate: Template = device50x25

/** Templates for common stock, by name. */
export const presets: Readonly<Record<string, Template>> = namedRecord(
  [...devices, carton100x50, twoUp100x25, ...sheets].map((template) => [template.name, template] as const),
)
