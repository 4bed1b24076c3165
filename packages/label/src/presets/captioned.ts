import type { TextElement } from '../template/template.ts'

export interface CaptionedOptions {
  readonly field: 'devEui' | 'appEui' | 'serialNumber'
  readonly x: number
  readonly y: number
  readonly width: number
  /** Height of the value's capitals. */
  readonly size: number
}

const CAPTIONS = { devEui: 'DevEUI', appEui: 'AppEUI', serialNumber: 'S/N' } as const

/** Height of a caption's capitals, as a part of the value's. */
const CAPTION = 0.78

/** A smaller caption would not be readable, so it is left out. */
const LEAST_CAPTION = 0.9

/** A value under its caption, both left out when the device has no such value. */
export function captioned({ field, x, y, width, size }: CaptionedOptions): TextElement[] {
  const captionSize = Math.max(LEAST_CAPTION, hundredths(size * CAPTION))
  const eui = field !== 'serialNumber'
  return [
    {
      type: 'text',
      id: `${field}-caption`,
      x,
      y,
      width,
      size: captionSize,
      font: 'sans',
      text: CAPTIONS[field],
      when: field,
    },
    {
      type: 'text',
      id: field,
      x,
      y: hundredths(y + captionSize * 1.3 + size * 0.25),
      width,
      size,
      minSize: hundredths(size * 0.7),
      ...(eui ? { group: 4 } : {}),
      text: `{${field}}`,
    },
  ]
}

/** Height that `captioned` takes, with the descenders below its base line. */
export function captionedHeight(size: number): number {
  return Math.max(LEAST_CAPTION, size * CAPTION) * 1.3 + size * 1.55
}

export interface ColumnOptions {
  readonly x: number
  readonly width: number
  /** Height of the area in whose middle the column stands. */
  readonly height: number
  readonly top?: number
  readonly size: number
  /** Between one value and the next caption. */
  readonly gap: number
}

/** DevEUI, AppEUI and serial number one below the other. */
export function identityColumn({ x, width, height, top = 0, size, gap }: ColumnOptions): TextElement[] {
  const step = captionedHeight(size) + gap
  // The last value has no descenders, since it has only capitals and digits.
  const first = top + (height - (3 * step - gap - 0.3 * size)) / 2
  return (['devEui', 'appEui', 'serialNumber'] as const).flatMap((field, index) =>
    captioned({ field, x, y: hundredths(first + index * step), width, size }),
  )
}

export function hundredths(mm: number): number {
  return Math.round(mm * 100) / 100
}
