import { ByteReader } from './byte-reader.ts'
import { blankPaper, putRows, type Paper } from './paper.ts'

export interface Epl2Label {
  readonly paper: Paper
  readonly copies: number
  readonly settings: Readonly<Record<string, string>>
}

/**
 * Written from the EPL Programming Guide 14245L: a command a line, LF at its end, except that the data of `GW`
 * is p3 × p4 bytes, whatever they are. `q`, `Q` and `N` clear the image buffer.
 */
export function printEpl2(stream: Uint8Array): Epl2Label[] {
  const reader = new ByteReader(stream)
  const labels: Epl2Label[] = []
  const settings: Record<string, string> = {}
  let [width, height] = [0, 0]
  let paper: Paper | undefined
  while (!reader.done) {
    const name = String.fromCharCode(reader.byte())
    if (name === '\n') continue
    if (name === 'G') {
      if (reader.byte() !== 'W'.charCodeAt(0) || paper === undefined) throw new Error('GW comes after N')
      const [x, y, bytesPerRow, rows] = Array.from({ length: 4 }, () => Number(reader.textUntil(',')))
      // A "0" bit is a printed dot.
      putRows(paper, reader.bytes(bytesPerRow! * rows!), bytesPerRow!, { x: x!, y: y! }, 0)
      if (reader.textUntil('\n') !== '') throw new Error('more data than GW said')
      continue
    }
    const parameters = reader.textUntil('\n')
    switch (name) {
      case 'q':
        width = Number(parameters)
        paper = undefined
        break
      case 'Q':
        height = Number(parameters.split(',')[0])
        settings['gap'] = parameters.split(',')[1]!
        paper = undefined
        break
      case 'D':
      case 'S':
        settings[name] = parameters
        break
      case 'N':
        paper = blankPaper(width, height)
        break
      case 'P':
        if (paper === undefined) throw new Error('nothing to print')
        labels.push({ paper, copies: Number(parameters), settings: { ...settings } })
        break
      default:
        throw new Error(`no such command: ${name}`)
    }
  }
  return labels
}
