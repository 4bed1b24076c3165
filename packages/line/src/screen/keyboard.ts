import type { Action } from '../notice.ts'
import type { Command } from '../words/words.ts'
import { createKeyReader } from './key-reader.ts'

/** What a key leads to. */
export type Effect =
  | { readonly type: 'arrive'; readonly text: string }
  | { readonly type: 'act'; readonly action: Action }
  | { readonly type: 'quit' }

/** What was typed so far. */
export interface Typed {
  readonly input: string
  /** What the text is for; a device when left out. */
  readonly prompt?: 'reprint' | 'void' | 'operator'
  readonly showsTotals: boolean
}

/** The keyboard of a station, and a scanner that types like one. */
export interface Keyboard {
  readonly typed: Typed
  /** Takes bytes of a terminal in raw mode. */
  feed(bytes: Uint8Array): readonly Effect[]
}

const MOST = 4096

/**
 * Reads the keys of a terminal.
 *
 * @param commandOf what a function key means at this moment
 *
 * @example
 * ```ts
 * import { createKeyboard } from '@claimtag/line'
 *
 * const keyboard = createKeyboard((key) => (key === 'F9' ? 'quit' : undefined))
 * console.log(keyboard.feed(Buffer.from('70B3D57ED00A0004\r'))[0]?.type) // arrive
 * ```
 */
export function createKeyboard(commandOf: (key: string) => Command | undefined): Keyboard {
  let typed: Typed = { input: '', showsTotals: false }
  const read = createKeyReader()

  function enter(): readonly Effect[] {
    const { input: text, prompt } = typed
    typed = { input: '', showsTotals: false }
    if (prompt === 'operator') return [{ type: 'act', action: { type: 'operator', name: text } }]
    if (prompt !== undefined) return [{ type: 'act', action: { type: prompt, reason: text } }]
    return text.trim() === '' ? [] : [{ type: 'arrive', text }]
  }

  function command(name: Command): readonly Effect[] {
    switch (name) {
      case 'reprint':
      case 'void':
      case 'operator':
        typed = { input: '', prompt: name, showsTotals: false }
        return []
      case 'totals':
        typed = { ...typed, showsTotals: !typed.showsTotals }
        return []
      case 'carton':
      case 'pallet':
        return [{ type: 'act', action: { type: name } }]
      case 'quit':
        return [{ type: 'quit' }]
      default:
        return [{ type: 'act', action: { type: 'answer', answer: ANSWERS[name] } }]
    }
  }

  return {
    get typed() {
      return typed
    },
    feed(bytes) {
      const effects: Effect[] = []
      for (const key of read(bytes)) {
        if (key.type === 'text') typed = { ...typed, input: (typed.input + key.text).slice(0, MOST) }
        else if (key.name === 'enter') effects.push(...enter())
        else if (key.name === 'interrupt') effects.push({ type: 'quit' })
        else if (key.name === 'backspace') typed = { ...typed, input: typed.input.replace(/.$/su, '') }
        else if (key.name === 'escape') typed = { input: '', showsTotals: false }
        else {
          const name = commandOf(key.name)
          if (name !== undefined) effects.push(...command(name))
        }
      }
      return effects
    },
  }
}

const ANSWERS = { yes: 'printed', no: 'not-printed', again: 'again' } as const
