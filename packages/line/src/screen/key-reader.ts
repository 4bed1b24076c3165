/** A key of a terminal in raw mode. `name`: `enter`, `backspace`, `escape`, `interrupt`, or a function key (`F2`). */
export type KeyPress =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'key'; readonly name: string }

/** What terminals send for function keys: xterm, VT220 and the console of Linux. */
const FUNCTION_KEYS: ReadonlyMap<string, string> = new Map([
  ['OP', 'F1'],
  ['OQ', 'F2'],
  ['OR', 'F3'],
  ['OS', 'F4'],
  ['[11~', 'F1'],
  ['[12~', 'F2'],
  ['[13~', 'F3'],
  ['[14~', 'F4'],
  ['[15~', 'F5'],
  ['[17~', 'F6'],
  ['[18~', 'F7'],
  ['[19~', 'F8'],
  ['[20~', 'F9'],
  ['[[A', 'F1'],
  ['[[B', 'F2'],
  ['[[C', 'F3'],
  ['[[D', 'F4'],
  ['[[E', 'F5'],
])

const ESC = '\u001B'
/** ECMA-48, 5.4: parameters, intermediate bytes and a final byte; or SS3 and one; or what the Linux console sends. */
// oxlint-disable-next-line no-control-regex
const SEQUENCE = /^\u001B(\[\[[A-E]|\[[0-?]*[ -/]*[@-~]|O[ -~])/
// oxlint-disable-next-line no-control-regex
const BEGUN = /^\u001B(?:\[\[?[0-?]*[ -/]*|O)$/
const CONTROL = new Map([
  ['\r', 'enter'],
  ['\n', 'enter'],
  ['\u007F', 'backspace'],
  ['\b', 'backspace'],
  ['\u0003', 'interrupt'],
  ['\u0004', 'interrupt'],
])

/** Cuts what a terminal sends into keys. A sequence that is not whole yet waits for its end. */
export function createKeyReader(): (bytes: Uint8Array) => readonly KeyPress[] {
  const decoder = new TextDecoder()
  let rest = ''
  return (bytes) => {
    rest += decoder.decode(bytes, { stream: true })
    const keys: KeyPress[] = []
    while (rest !== '') {
      if (rest.startsWith(ESC)) {
        const [whole = '', sequence = ''] = SEQUENCE.exec(rest) ?? []
        if (whole === '' && BEGUN.test(rest)) return keys
        const name = whole === '' ? 'escape' : FUNCTION_KEYS.get(sequence)
        if (name !== undefined) keys.push({ type: 'key', name })
        rest = rest.slice(Math.max(1, whole.length))
        continue
      }
      const [character = ''] = rest
      const name = CONTROL.get(character)
      if (name !== undefined) keys.push({ type: 'key', name })
      else if (!/\p{Cc}/u.test(character)) addText(keys, character)
      rest = rest.slice(character.length)
    }
    return keys
  }
}

function addText(keys: KeyPress[], text: string): void {
  const last = keys.at(-1)
  if (last?.type === 'text') keys[keys.length - 1] = { type: 'text', text: last.text + text }
  else keys.push({ type: 'text', text })
}
