import {
  clean,
  type DecodeError,
  type DecodeResult,
  identify,
  type Read,
  type Refusal,
  refusal,
  traced,
  type Warning,
} from '@claimtag/core/reader'
import { doubted } from './doubt.ts'
import { unedited } from './edited.ts'
import { firstWide, withoutWide } from './full-width.ts'
import { frameOf, severalIn } from './frame.ts'
import { readTyped } from './keyboard.ts'
import { readKeyless } from './keyless.ts'
import { readLabelled } from './labelled.ts'
import { STEPS } from './steps.ts'

/**
 * Makes a strict reading put up with what people really scan, each time with a warning. A text that is read strictly
 * takes no longer; any other is looked at once more, in time linear in its length.
 *
 * @param strict reads a code as it was made, and never throws
 * @param prefixes what the codes of the formats begin with; an empty one says nothing
 */
export function tolerant(strict: Read, prefixes: readonly string[]): Read {
  const frame = frameOf(prefixes)
  return decode

  function decode(text: string): DecodeResult {
    const result = strict(text)
    if (result.ok) return doubted(text, result, frame)
    if (isFinal(result.error)) return result
    // A code with a plain frame came through no input method: what is wide stands around it, in a sentence.
    const position = text.search(frame) < 0 ? firstWide(text) : -1
    if (position >= 0) return traced(decode(withoutWide(text)), Number, [{ code: 'full-width', position }])
    const read = recovered(text, result, strict, frame)
    return read.ok ? doubted(text, read, frame) : read
  }
}

/** Whether no other look at the text can find more in it. */
function isFinal({ kind, code }: DecodeError): boolean {
  return kind === 'unsupported' || kind === 'misuse' || code === 'too-long'
}

function recovered(text: string, refused: Refusal, strict: Read, frame: RegExp): DecodeResult {
  const warnings: Warning[] = []
  let now = unedited(text)
  let result: DecodeResult = refused
  const placed = (one: DecodeResult): DecodeResult =>
    traced(one, (position) => now.origins[position]!, warnings)
  let several = severalIn(now, frame)
  for (const [code, step] of STEPS) {
    if (several || result.ok) break
    const after = step(now, result.error, now.text.search(frame))
    if (after.text === now.text) continue
    let at = 0
    while (after.text[at] === now.text[at]) at += 1
    warnings.push({ code, position: now.origins[at]! })
    now = after
    result = strict(now.text)
    several = severalIn(now, frame)
  }
  const read = result.ok
    ? result
    : (several ?? readKeyless(now.text, result.error, strict) ?? readLabelled(now))
  if (read) return placed(read)
  return (
    // Quotes and points may be digits of another keyboard, so that only invisible ends are taken off.
    readTyped(clean(text).text, strict, frame) ??
    // For any other text, the format that saw all of it knows more.
    (now.text.search(frame) === 0 ? placed(result) : (bareEuis(now.text) ?? refused))
  )
}

/** Some formats begin with EUIs, and would call a text of nothing else cut short, or too long. */
function bareEuis(text: string): Refusal | undefined {
  const problem = identify(text)
  return problem?.code === 'other-code' && problem.foreignCode === 'bare-euis' ? refusal(problem) : undefined
}
