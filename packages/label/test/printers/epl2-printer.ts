import { ByteReader } from './byte-reader.ts'
import { blankPaper, putRows, type Paper } from './paper.ts'

export interface Epl2Label {
  readonly paper: Paper
  readonly copies: number
  /** Whether the printer cut behind it. */
  readonly cut: boolean
  readonly settings: Readonly<Record<string, string>>
}

/**
 * Written from the EPL Programming Guide 14245L: a command a line, LF at its end, except that the data of `GW`
 * is p3 × p4 bytes, whatever they are. `q`, `Q` and `N` clear the image buffer; `P` leaves it, so that it can be
 * printed again. `Q` in black line mode has a B before p2, and needs p3. `C` without a parameter cuts at once.
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
        ;[height, settings['gap']] = formLength(parameters)
        paper = undefined
        break
      case 'Z':
        if (!/^[TB]$/.test(parameters)) throw new Error(`Z takes T or B: ${parameters}`)
        settings[name] = parameters
        break
      case 'C': {
        const last = labels.pop()
        if (parameters !== '' || last === undefined) throw new Error('nothing to cut')
        labels.push({ ...last, cut: true })
        break
      }
      case 'D':
      case 'S':
        settings[name] = parameters
        break
      case 'N':
        paper = blankPaper(width, height)
        break
      case 'P':
        if (paper === undefined) throw new Error('nothing to print')
        labels.push({ paper, copies: Number(parameters), cut: false, settings: { ...settings } })
        break
      default:
        throw new Error(`no such command: ${name}`)
    }
  }
  return labels
}

/** `Qp1,p2` or, for black marks, `Qp1,Bp2,p3`. */
function formLength(parameters: string): [height: number, gap: string] {
  const form = /^(\d+),(?:(B\d+),(\d+)|(\d+))$/.exec(parameters)
  if (form === null) throw new Error(`no length of a form: Q${parameters}`)
  const thickness = Number(form[2]?.slice(1) ?? form[4])
  const isContinuous = form[4] === '0'
  if (!isContinuous && (thickness < 16 || thickness > 240)) throw new Error(`p2 is 16 to 240: Q${parameters}`)
  return [Number(form[1]), form[2] ?? form[4]!]
}
