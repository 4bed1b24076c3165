import type { Archive } from './archive.ts'
import { decodeText } from './decode-text.ts'
import { damaged } from './fault.ts'
import { createXmlReader, type XmlHandler } from './xml.ts'

/** Characters parsed at once: a few may stand for long shared texts. */
const PIECE = 1 << 13

/** A file in an archive, and its limits. */
export interface XmlPart {
  readonly name: string
  /** Bytes. */
  readonly most: number
  /** The sheet that it belongs to. */
  readonly sheet?: string
}

/**
 * Parses an XML file, and pauses after every piece of it, so that the caller can process the result so far.
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

/** Parses a whole XML file. */
export async function readXml(archive: Archive, part: XmlPart, handler: XmlHandler): Promise<void> {
  for await (const _ of readXmlPieces(archive, part, handler));
}
