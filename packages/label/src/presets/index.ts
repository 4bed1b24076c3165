import type { Template } from '../template.ts'
import { device50x25 } from './device.ts'

/** The template for whoever asks for none. */
export const defaultTemplate: Template = device50x25

/** Templates for the stock that people use, by name. */
export const presets: Readonly<Record<string, Template>> = Object.fromEntries(
  [device50x25].map((template) => [template.name, template]),
)
