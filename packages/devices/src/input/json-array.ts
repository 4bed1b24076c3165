import { createReadStream } from 'node:fs'
import { InputError } from '../issue.ts'

// One device is a few hundred characters; more than this is no list of devices.
const MAX_ELEMENT = 65_536

/**
 * Transcribes a JSON array of objects, of any length, into lines of `[line, object]`.
 *
 * @throws InputError `not-json`
 */
export async function* numberedElements(path: string): AsyncGenerator<string> {
  let depth = 0
  let inText = false
  let escaped = false
  let line = 1
  let element = ''
  let startLine = 1
  // What may come next outside of an element: a file that is no JSON has been cut or put together by something.
  let next: 'array' | 'element' | 'element or end' | 'comma or end' | 'nothing' = 'array'
  const stream = createReadStream(path, { encoding: 'utf8', highWaterMark: 262_144 })
  for await (const chunk of stream as AsyncIterable<string>) {
    let out = ''
    let from = 0
    for (let at = 0; at < chunk.length; at++) {
      const character = chunk[at]
      if (character === '\n') line++
      if (inText) {
        if (escaped) escaped = false
        else if (character === '\\') escaped = true
        else if (character === '"') inText = false
        continue
      }
      if (character === '"') {
        if (depth < 2) throw new InputError({ code: 'not-json', line })
        inText = true
      } else if (character === '{' || character === '[') {
        depth++
        if (depth === 1) {
          if (next !== 'array') throw new InputError({ code: 'not-json', line })
          next = 'element or end'
        } else if (depth === 2) {
          if (next !== 'element' && next !== 'element or end')
            throw new InputError({ code: 'not-json', line })
          next = 'comma or end'
          from = at
          startLine = line
        }
      } else if (character === '}' || character === ']') {
        depth--
        if (depth === 1) {
          out += numbered(element + chunk.slice(from, at + 1), startLine)
          element = ''
          from = at + 1
        }
        const wrong = depth < 0 || (depth === 0 && (character === '}' || next === 'element'))
        if (wrong) throw new InputError({ code: 'not-json', line })
        if (depth === 0) next = 'nothing'
      } else if (depth < 2 && character === ',' && next === 'comma or end') {
        next = 'element'
      } else if (depth < 2 && character?.trim() !== '') {
        throw new InputError({ code: 'not-json', line })
      }
    }
    if (depth >= 2) element += chunk.slice(from)
    if (element.length > MAX_ELEMENT) throw new InputError({ code: 'record-too-long', line: startLine })
    if (out !== '') yield out
  }
  if (depth !== 0) throw new InputError({ code: 'not-json', line })
}

function numbered(element: string, line: number): string {
  try {
    return `${JSON.stringify([line, JSON.parse(element)])}\n`
  } catch {
    throw new InputError({ code: 'not-json', line })
  }
}
