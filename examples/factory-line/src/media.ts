import { drawLabel, type Raster } from './raster.ts'

/** What tells one label of a roll from the next. */
type Sensing = 'gap' | 'mark' | 'none'

/** What a host asks for besides the picture. What it leaves out is as the printer has it. */
export interface Asked {
  /** 0 to 1 of what the language offers. */
  readonly darkness?: number
  readonly turned?: boolean
  readonly finish?: 'tear' | 'peel' | 'cut'
  /** The cutter works after so many labels. */
  readonly cutEvery?: number
  readonly sensing?: Sensing
}

/** The roll that is in the printer. */
export interface Media {
  /** Default: whatever the host asks for. */
  readonly sensing?: Sensing
  /** Labels side by side. Default 1. */
  readonly across?: number
  /** Dots between them. Default 0. */
  readonly columnGap?: number
}

/** A label that came out of the printer. */
export interface Printed {
  /** 0 is the left one of labels side by side. */
  readonly column: number
  readonly finish: 'tear' | 'peel' | 'cut'
  /** Whether the cutter worked behind it. */
  readonly isCut: boolean
}

/** Heat at which dots fail, or grow: of no particular model. */
const [FAINT, BLURRED] = [0.15, 0.85]

/** The label as the head burns it. */
export function burnt(label: Raster, { darkness = 0.5, turned = false }: Asked): Raster {
  const isBlack = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && (label.data[y * label.stride + (x >> 3)]! & (0x80 >> (x & 7))) !== 0
  const { width, height } = label
  if (!turned && darkness >= FAINT && darkness <= BLURRED) return label
  return redrawn(width, height, (column, row) => {
    const [x, y] = turned ? [width - 1 - column, height - 1 - row] : [column, row]
    // Too cool: every second dot stays white. Too hot: a dot burns its neighbours, too.
    if (darkness < FAINT) return isBlack(x, y) && (x + y) % 2 === 0
    return isBlack(x, y) || (darkness > BLURRED && (isBlack(x - 1, y) || isBlack(x, y - 1)))
  })
}

/** The labels of a row, from left to right. */
export function columnsOf(row: Raster, { across = 1, columnGap = 0 }: Media): readonly Raster[] {
  if (across === 1) return [row]
  const width = Math.floor((row.width - columnGap * (across - 1)) / across)
  return Array.from({ length: across }, (_, column) => {
    const left = column * (width + columnGap)
    return redrawn(width, row.height, (x, y) => isDot(row, left + x, y))
  })
}

/** What is on the label when the head has stopped after so many rows of dots. */
export function brokenOff(label: Raster, rows: number): Raster {
  return redrawn(label.width, label.height, (x, y) => y < rows && isDot(label, x, y))
}

function isDot({ data, stride }: Raster, x: number, y: number): boolean {
  return (data[y * stride + (x >> 3)]! & (0x80 >> (x & 7))) !== 0
}

function redrawn(width: number, height: number, isBlack: (x: number, y: number) => boolean): Raster {
  const raster = drawLabel(width, height, [])
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (isBlack(x, y)) raster.data[y * raster.stride + (x >> 3)]! |= 0x80 >> (x & 7)
  return raster
}
