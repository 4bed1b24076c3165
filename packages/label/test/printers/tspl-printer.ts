import { ByteReader } from './byte-reader.ts'
import { blankPaper, putRows, type Paper } from './paper.ts'

export interface TsplLabel {
  readonly paper: Paper
  readonly copies: number
  readonly settings: Readonly<Record<string, string>>
}

/**
 * Written from the TSPL/TSPL2 Programming Manual: a command a line, CR LF at its end, except that the data of
 * `BITMAP` is as many bytes as its width and height say, whatever they are.
 *
 * @param dotsPerMm of the print head, 8 at 203 dpi
 */
export function printTspl(stream: Uint8Array, dotsPerMm: number): TsplLabel[] {
  const reader = new ByteReader(stream)
  const labels: TsplLabel[] = []
  const settings: Record<string, string> = {}
  let paper: Paper | undefined
  let size = [0, 0] as readonly [number, number]
  while (!reader.done) {
    const name = reader.textBefore(' \r')
    if (name === 'BITMAP') {
      if (paper === undefined) throw new Error('BITMAP before CLS')
      reader.byte()
      const [x, y, bytesPerRow, height, mode] = Array.from({ length: 5 }, () => Number(reader.textUntil(',')))
      if (mode !== 0) throw new Error(`BITMAP mode ${mode}`)
      // "0" bits are printed.
      putRows(paper, reader.bytes(bytesPerRow! * height!), bytesPerRow!, { x: x!, y: y! }, 0)
      if (reader.textUntil('\r\n') !== '') throw new Error('more data than BITMAP said')
      continue
    }
    const parameters = reader.textUntil('\r\n').trimStart()
    switch (name) {
      case '':
        break
      case 'SIZE':
        size = millimetres(parameters).map((mm) => Math.round(mm * dotsPerMm)) as [number, number]
        break
      case 'GAP':
      case 'BLINE':
        settings[name] = millimetres(parameters).join(' ')
        break
      case 'SET': {
        const set = /^(TEAR|PEEL) (ON|OFF)$|^(CUTTER) (OFF|BATCH|\d+)$/.exec(parameters)
        if (set === null) throw new Error(`SET ${parameters}`)
        settings[`SET ${set[1] ?? set[3]}`] = set[2] ?? set[4]!
        break
      }
      case 'DIRECTION':
      case 'DENSITY':
      case 'SPEED':
        settings[name] = parameters
        break
      case 'CLS':
        paper = blankPaper(...size)
        break
      case 'PRINT': {
        const [sets, copies] = parameters.split(',').map(Number)
        if (paper === undefined || sets !== 1) throw new Error(`PRINT ${parameters}`)
        labels.push({ paper, copies: copies!, settings: { ...settings } })
        break
      }
      default:
        throw new Error(`no such command: ${name}`)
    }
  }
  return labels
}

/** Metric lengths have a space before their unit; without a unit they would be inches. */
function millimetres(parameters: string): readonly number[] {
  return parameters.split(',').map((length) => {
    const match = /^(\d+(?:\.\d+)?) mm$/.exec(length)
    if (match === null) throw new Error(`no length in mm: ${length}`)
    return Number(match[1])
  })
}
