// Where labels end in a stream for a printer. Graphics may contain any byte, so each is passed over by its length.

const [ZPL_BEGIN, ZPL_END] = ['^XA', '^XZ']

export function* zplLabels(bytes: Buffer): Generator<Buffer> {
  for (let at = bytes.indexOf(ZPL_BEGIN); at !== -1;) {
    const end = bytes.indexOf(ZPL_END, at)
    // Without its end, a printer does not print it.
    if (end === -1) return
    yield bytes.subarray(at, end + ZPL_END.length)
    at = bytes.indexOf(ZPL_BEGIN, end)
  }
}

/** A field with a graphic, and its left edge. */
const ZPL_FIELD = /\^FO(\d+),\d+\^GFA,[^^]*\^FS/g

/** The labels in a print of ZPL: fields with one left edge are a label. */
export function* zplParts(print: Buffer): Generator<Buffer> {
  const fields = [...print.toString('latin1').matchAll(ZPL_FIELD)].map(({ 0: field, 1: left, index }) => ({
    left,
    from: index,
    to: index + field.length,
  }))
  const begins = fields.filter(({ left }, at) => left !== fields[at - 1]?.left)
  if (begins.length < 2) yield print
  else
    for (const [at, { from }] of begins.entries())
      yield print.subarray(from, begins[at + 1]?.from ?? fields.at(-1)?.to)
}

const TSPL_BITMAP = 'BITMAP '
/** Longer than the command of any bitmap without its data. */
const COMMAND = 64

export function* tsplLabels(bytes: Buffer): Generator<Buffer> {
  let from = 0
  for (let at = bytes.indexOf(TSPL_BITMAP); at !== -1; at = bytes.indexOf(TSPL_BITMAP, from)) {
    const [command, stride, rows] =
      /^BITMAP \d+,\d+,(\d+),(\d+),\d,/.exec(bytes.toString('latin1', at, at + COMMAND)) ?? []
    const end = at + (command ?? TSPL_BITMAP).length + Number(stride ?? 0) * Number(rows ?? 0)
    yield bytes.subarray(from, end)
    from = end
  }
}

const ESCPOS_BEGIN = Buffer.from([0x1b, 0x40])
const ESCPOS_RASTER = Buffer.from([0x1d, 0x76, 0x30])
const ESCPOS_HEADER = 8

export function* escPosLabels(bytes: Buffer): Generator<Buffer> {
  let from = 0
  for (let at = ESCPOS_BEGIN.length; at < bytes.length;) {
    if (bytes.indexOf(ESCPOS_RASTER, at) === at) {
      // Rows of a file that was cut off.
      if (at + ESCPOS_HEADER > bytes.length) break
      at += ESCPOS_HEADER + bytes.readUInt16LE(at + 4) * bytes.readUInt16LE(at + 6)
    } else if (bytes[at] === ESCPOS_BEGIN[0] && bytes[at + 1] === ESCPOS_BEGIN[1]) {
      yield bytes.subarray(from, at)
      from = at
      at += ESCPOS_BEGIN.length
    } else at++
  }
  yield bytes.subarray(from)
}

const LF = 0x0a

/** Each print; where it has several labels, each of them. */
export function* epl2Labels(bytes: Buffer): Generator<Buffer> {
  let from = 0
  let graphics: Buffer[] = []
  for (let at = 0; at < bytes.length;) {
    const [graphic, stride, rows] =
      /^GW\d+,\d+,(\d+),(\d+),/.exec(bytes.toString('latin1', at, at + COMMAND)) ?? []
    if (graphic !== undefined) {
      const after = at + graphic.length + Number(stride) * Number(rows) + 1
      graphics.push(bytes.subarray(at, after))
      at = after
      continue
    }
    const end = bytes.indexOf(LF, at)
    if (end === -1) return
    const isPrint = bytes.toString('latin1', at, at + 1) === 'P'
    at = end + 1
    if (!isPrint) continue
    // The same image printed once more is the same label.
    if (graphics.length > 1) yield* graphics
    else if (graphics.length === 1) yield bytes.subarray(from, at)
    graphics = []
    from = at
  }
}

/** `ESC @`, behind the zeros that end a job before it. */
const BROTHER_BEGIN = Buffer.from([...Array<number>(8).fill(0), 0x1b, 0x40, 0x1b, 0x69])

export function* brotherLabels(bytes: Buffer): Generator<Buffer> {
  for (let at = bytes.indexOf(BROTHER_BEGIN); at !== -1;) {
    const next = bytes.indexOf(BROTHER_BEGIN, at + BROTHER_BEGIN.length)
    yield bytes.subarray(at, next === -1 ? bytes.length : next)
    at = next
  }
}
