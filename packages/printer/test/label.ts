import type { PrintJob } from '../src/job.ts'
import type { Raster } from '../../../examples/factory-line/src/index.ts'

const ROWS = 8

/** A label whose every row is its number in 32 dots, written by hand, not by our own emitters. */
export function zplLabel(number: number): PrintJob {
  const row = number.toString(16).toUpperCase().padStart(8, '0')
  const text = `^XA^PW32^LL${ROWS}^FO0,0^GFA,${ROWS * 4},${ROWS * 4},4,${row}${':'.repeat(ROWS - 1)}^FS^XZ\n`
  return { id: nameOf(number), bytes: Buffer.from(text, 'latin1') }
}

export function tsplLabel(number: number): PrintJob {
  const row = Buffer.alloc(4)
  row.writeUInt32BE(~number >>> 0)
  const head = `SIZE 32 dot,${ROWS} dot\r\nCLS\r\nBITMAP 0,0,4,${ROWS},0,`
  const bytes = [
    Buffer.from(head, 'latin1'),
    ...Array.from({ length: ROWS }, () => row),
    Buffer.from('\r\nPRINT 1,1\r\n'),
  ]
  return { id: nameOf(number), bytes: Buffer.concat(bytes) }
}

/** The name of a printed label, after checking that every row of it is whole. */
export function readLabel({ width, height, data }: Raster): string {
  const rows = Array.from({ length: height }, (_, y) =>
    Buffer.from(data.subarray(y * 4, y * 4 + 4)).toString('hex'),
  )
  if (width !== 32 || height !== ROWS || new Set(rows).size !== 1) throw new Error('a torn label was printed')
  return nameOf(Number.parseInt(`${rows[0]}`, 16))
}

export function nameOf(number: number): string {
  return `label ${number}`
}

export function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i + 1)
}

/** Park and Miller's generator: the same numbers in each run. */
export function seeded(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}
