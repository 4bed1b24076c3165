import { type DeviceRecord, explain } from '@claimtag/core'
import { createDecoder } from '@claimtag/decoder/documents'
import { codesOf } from '../decoding/codes-of.ts'
import { COMMAND_LINE, inWords } from '../decoding/found-code.ts'
import { createPictureScanner } from '../decoding/scan-picture.ts'
import { text } from '../flags/flag-value.ts'
import type { Invocation } from '../program.ts'
import type { Session } from '../session.ts'
import { loadFormat } from '../settings/format-document.ts'

/** A device of a code, or why a code is none. No sentence has a part of a code in it. */
export type ReadDevice =
  | { readonly record: DeviceRecord }
  | { readonly place: string; readonly code: string; readonly message: string }

/**
 * The devices of codes, pictures, files of labels and lists, as `claimtag decode` reads them. A foreign code beside
 * ours is passed over.
 */
export async function* recordsOf(
  { args, flags }: Pick<Invocation, 'args' | 'flags'>,
  io: Session,
): AsyncGenerator<ReadDevice> {
  const format = text(flags['format'])
  const decoder = createDecoder(format === undefined ? [] : [loadFormat(format, io.cwd).format])
  const scan = createPictureScanner((said) => decoder.decode(said).ok)
  for (const argument of args) {
    let ours = 0
    const foreign: ReadDevice[] = []
    for await (const found of codesOf(argument, io, scan)) {
      // A code that was typed is not said again: it holds the token.
      const place = found.source === COMMAND_LINE ? 'the code' : inWords(found.source, found.place)
      if ('failure' in found) {
        yield { place, ...found.failure }
        continue
      }
      const read = decoder.decode(found.text)
      if (read.ok) {
        ours += 1
        yield { record: read.record }
        continue
      }
      const refused = { place, code: read.error.code, message: explain(read.error) }
      const isBeside = found.source !== COMMAND_LINE && found.place.line === undefined
      if (read.error.kind === 'foreign' && isBeside) foreign.push(refused)
      else yield refused
    }
    if (ours === 0) yield* foreign
  }
}
