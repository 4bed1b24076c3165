import type { CompiledFormat } from './compiled-format.ts'
import { read } from './read.ts'
import { oddness, unfitness } from './read-text.ts'
import { type Read, refusal } from './result.ts'
import { OF_AN_EUI } from './weight.ts'

/**
 * Makes a reader of one compiled format and of texts that are nothing but a code. It names no code of any other format
 * or kind.
 */
export function readFormat(format: CompiledFormat): Read {
  const { prefix } = format
  return (text) => {
    const unfit = unfitness(text) ?? oddness(text)
    if (unfit) return refusal(unfit)
    if (text.startsWith(prefix) || text.toUpperCase().startsWith(prefix)) {
      const { result, progress } = read(text, format)
      if (result.ok || prefix || progress >= OF_AN_EUI) return result
    }
    return refusal({ kind: 'foreign', code: text ? 'not-recognised' : 'empty' })
  }
}
