import { createReadStream } from 'node:fs'
import { InputError } from '../../issue.ts'
import { isTooDeep } from './json-depth.ts'

// A device takes a few hundred characters; a longer row is not a device.
const MAX_ROW = 65_536
/** Depth outside of rows; a row is limited by its length. */
const MAX_DEPTH = 64
/** The name of a list is never longer. */
const LONGEST_NAME = 100

/** Names of members that contain lists of devices, or objects with such a list. */
const LISTS = /^(?:end_?devices?|devices?|results?|items|data|rows|records|response|payload|content)$/i

/**
 * Transcribes the objects of a JSON text of any length into lines of `[line, object]`: those of an array, those of a
 * list inside an object (`{"end_devices": […]}`), or objects that follow each other.
 *
 * @throws InputError `not-json`, `record-too-long`
 */
export async function* numberedRows(path: string): AsyncGenerator<string> {
  const scanner = createScanner()
  const stream = createReadStream(path, { encoding: 'utf8', highWaterMark: 262_144 })
  for await (const chunk of stream as AsyncIterable<string>) {
    const out = scanner.push(chunk)
    if (out !== '') yield out
  }
  scanner.finish()
}

interface Scanner {
  /** @returns the rows that are complete now */
  push(chunk: string): string
  finish(): void
}

/** What may come next in a list of rows; anything else is not JSON, or was cut off or joined wrongly. */
type Next = 'element' | 'element or end' | 'comma or end'

function createScanner(): Scanner {
  let line = 1
  let inText = false
  let escaped = false
  /** Names of the open objects and lists, outermost first; those inside a row of a list are only counted. */
  const open: { readonly opener: string; readonly name: string }[] = []
  let inside = 0
  /** How many of `open` contain the list of devices; 0 until it is found. */
  let list = 0
  let next: Next = 'element or end'
  let hadArray = false
  /** The text of the current row, and the line on which it begins. */
  let row: { text: string; readonly line: number } | undefined
  /** Where the row continues in the current piece. */
  let rowFrom = 0
  /** The last string, which is a name if a colon follows. */
  let lastText = ''
  let name = ''

  const wrong = (): never => {
    throw new InputError({ code: 'not-json', line })
  }

  /** Whether an array that begins here is the list of devices. */
  function opensList(): boolean {
    return (
      open.length === 0 || [...open.slice(1).map((one) => one.name), name].every((one) => LISTS.test(one))
    )
  }

  /** Skips to the end of a string, at native speed, since most of a file is strings. */
  function passText(chunk: string, from: number): number {
    let at = from
    for (;;) {
      const quote = chunk.indexOf('"', at)
      const end = quote === -1 ? chunk.length : quote
      let backslashes = 0
      while (end - backslashes > from && chunk[end - backslashes - 1] === '\\') backslashes++
      const isCarried = end - backslashes === from && escaped
      const isEscaped = (backslashes + (isCarried ? 1 : 0)) % 2 === 1
      if (quote === -1) {
        escaped = isEscaped
        break
      }
      if (!isEscaped) {
        escaped = inText = false
        break
      }
      at = quote + 1
      if (isCarried) escaped = false
    }
    const end = inText ? chunk.length : chunk.indexOf('"', at)
    if (inside === 0) lastText = (lastText + chunk.slice(from, end)).slice(0, LONGEST_NAME)
    return end
  }

  function isBetweenRows(): boolean {
    return list > 0 && open.length === list && inside === 0
  }

  function opens(character: '{' | '[', at: number): void {
    if (isBetweenRows()) {
      if (character === '[' || next === 'comma or end') wrong()
      next = 'comma or end'
      row = { text: '', line }
      rowFrom = at
      inside = 1
      return
    }
    if (inside > 0) {
      inside++
      return
    }
    if (open.length === 0) {
      if (hadArray) wrong()
      hadArray = character === '['
      if (character === '{') row = { text: '', line }
      rowFrom = at
    }
    if (character === '[' && list === 0 && opensList()) {
      // The object that seemed to be a row contains the list.
      row = undefined
      list = open.length + 1
      next = 'element or end'
    }
    if (open.length === MAX_DEPTH && row === undefined) wrong()
    open.push({ opener: character, name })
    name = ''
  }

  /** @returns the row that ends here, if one does */
  function closes(character: '}' | ']', chunk: string, at: number): string {
    if (inside > 0) inside--
    else {
      const isCut = isBetweenRows() && next === 'element'
      const { opener } = open.pop() ?? wrong()
      if ((opener === '{') !== (character === '}') || isCut) wrong()
      if (open.length < list) list = 0
    }
    if (row === undefined || inside > 0 || open.length !== list) return ''
    const whole = numbered(row.text + chunk.slice(rowFrom, at + 1), row.line)
    row = undefined
    return whole
  }

  function push(chunk: string): string {
    let out = ''
    rowFrom = 0
    let at = inText ? passText(chunk, 0) + 1 : 0
    for (; at < chunk.length; at++) {
      const character = chunk[at]
      if (character === '"') {
        if (open.length === 0 || isBetweenRows()) wrong()
        inText = true
        lastText = ''
        at = passText(chunk, at + 1)
      } else if (character === '{' || character === '[') opens(character, at)
      else if (character === '}' || character === ']') out += closes(character, chunk, at)
      else if (character === '\n') line++
      else if (inside > 0) continue
      else if (character === ':') name = lastText
      else if (character === ',' && isBetweenRows() && next === 'comma or end') next = 'element'
      else if ((open.length === 0 || isBetweenRows()) && character?.trim() !== '') wrong()
    }
    if (row !== undefined) {
      row.text += chunk.slice(rowFrom)
      if (row.text.length > MAX_ROW) throw new InputError({ code: 'record-too-long', line: row.line })
    }
    return out
  }

  return {
    push,
    finish() {
      if (open.length > 0 || inside > 0) wrong()
    },
  }
}

/** Line breaks occur only between values: JSON strings cannot contain them. */
function numbered(row: string, line: number): string {
  const text = row.replace(/[\r\n]+/g, ' ')
  if (row.length > MAX_ROW) throw new InputError({ code: 'record-too-long', line })
  if (!isTooDeep(text)) assertJson(text, line)
  return `[${line},${text}]\n`
}

function assertJson(text: string, line: number): void {
  try {
    JSON.parse(text)
  } catch {
    throw new InputError({ code: 'not-json', line })
  }
}
