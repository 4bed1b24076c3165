import type { Template } from '../template/template.ts'
import { device40x20, device45x30, device50x25, device62x29, device100x50 } from './device-beside.ts'
import { device20x20, device25x12, device25x25 } from './device-small.ts'

/** Labels for a device, smallest first. */
export const devices: readonly Template[] = [
  device25x12,
  device20x20,
  device25x25,
  device40x20,
  device45x30,
  device50x25,
  device62x29,
  device100x50,
]
