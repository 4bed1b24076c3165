import type { Archive } from './archive.ts'
import { decodeText } from './decode-text.ts'
import { damaged } from './fault.ts'
import { createXmlReader, type XmlHandler } from './xml.ts'

/** Characters told of at once: a few may stand for long texts that cells share. */
const PIECE = 1 << 13

/** Where a file of an archive is, and what it may be. */
export interface XmlPart {
  readonly name: string
  /** Bytes. */
  readonly most: number
  /** The sheet that it belongs to. */
  readonly sheet?: string
}

/**
 * Tells the handler of a file of XML, with a pause after every piece of it, for whoever takes what came of it so far.
 *
 * @throws InputError `damaged-workbook`, `workbook-too-large`
 */
export async function* readXmlPieces(
  archive: Archive,
  { name, most, sheet }: XmlPart,
  handler: XmlHandler,
): AsyncGenerator<void> {
  const reader = createXmlReader(handler, (problem) => {
    throw damaged(problem, sheet)
  })
  for await (const text of decodeText(archive.read(name, most, sheet), sheet)) {
    for (let at = 0; at < text.length; at += PIECE) {
      reader.push(text.slice(at, at + PIECE))
      yield
    }
  }
  reader.end()
}

/** Tells the handler of a whole file of XML. */
export async function readXml(archive: Archive, part: XmlPart, handler: XmlHandler): Promise<void> {
  for await (const _ of readXmlPieces(archive, part, handler));
}
