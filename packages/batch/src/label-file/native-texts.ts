/** A symbol that the printer draws itself: its level of error correction, `A,` and the text (`^BQ`). */
const SYMBOL = /\^BQN,2,\d+\^FH\^FD[HQML]A,([^^]*)\^FS/g

/** The texts of the symbols in a label of native ZPL; none when the label is a graphic. */
export function nativeTexts(label: Buffer): readonly string[] {
  if (!label.includes('^BQN')) return []
  return [...label.toString('latin1').matchAll(SYMBOL)].map(([, data = '']) =>
    data.replace(/_([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
  )
}
