import {
  clean,
  type DecodeError,
  type DecodeResult,
  failure,
  identify,
  type Read,
  type Warning,
} from '@claimtag/core/reader'
import { doubted } from './doubt.ts'
import { unedited } from './edited.ts'
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
  return (text) => {
    const result = strict(text)
    const read = result.ok || isFinal(result.error) ? result : recovered(text, result.error, strict, frame)
    return read.ok ? doubted(text, read, frame) : read
  }
}

/** Whether no other look at the text can find more in it. */
function isFinal({ kind, code }: DecodeError): boolean {
  return kind === 'unsupported' || kind === 'misuse' || code === 'too-long'
}

function recovered(text: string, refused: DecodeError, strict: Read, frame: RegExp): DecodeResult {
  const warnings: Warning[] = []
  let now = unedited(text)
  let error = severalIn(now, frame) ?? refused
  for (const [code, step] of STEPS) {
    if (error.code === 'several-codes') return { ok: false, error }
    const after = step(now, error, now.text.search(frame))
    if (after.text === now.text) continue
    let at = 0
    while (at < after.text.length && after.text[at] === now.text[at]) at += 1
    warnings.push({ code, position: now.origin(at) })
    now = after
    const result = strict(now.text)
    if (result.ok) return traced(result)
    error = severalIn(now, frame) ?? result.error
  }
  const read = readKeyless(now.text, error, strict) ?? readLabelled(now)
  if (read !== undefined) return traced(read)
  // Quotes and points may be digits of another keyboard, so that only invisible ends are taken off.
  return (
    readTyped(clean(text).text, strict, frame) ??
    // For any other text, the format that saw all of it knows more.
    (now.text.search(frame) === 0
      ? traced({ ok: false, error })
      : { ok: false, error: bareEuis(now.text) ?? refused })
  )

  function traced(result: DecodeResult): DecodeResult {
    return result.ok
      ? { ...result, warnings: [...warnings, ...result.warnings.map(placed)] }
      : { ok: false, error: placed(result.error) }
  }

  function placed<T extends DecodeError | Warning>(issue: T): T {
    const { position } = issue
    return position === undefined ? issue : { ...issue, position: now.origin(position) }
  }
}

/** Some formats begin with EUIs, and would call a text of nothing else cut short, or too long. */
function bareEuis(text: string): DecodeError | undefined {
  const problem = identify(text)
  return problem?.code === 'other-code' && problem.foreignCode === 'bare-euis' ? failure(problem) : undefined
}
