import type { CompiledFormat } from './compiled-format.ts'
import { createFind } from './find.ts'
import { read } from './read.ts'
import { oddness, type Read, resultOf, unfitness } from './read-text.ts'

/**
 * Makes a reader of one compiled format and of texts that are nothing but a code. It names no code of any other format
 * or kind.
 */
export function readFormat(format: CompiledFormat): Read {
  const find = createFind()
  const { prefix } = format
  return (text) => {
    const unfit = unfitness(text) ?? oddness(text)
    if (unfit) return resultOf(unfit)
    const reading =
      text.toUpperCase().startsWith(prefix) || text.startsWith(prefix) ? read(text, format, find) : undefined
    const fault = reading?.fault
    // A template stands for an EUI that is in its place.
    const isOurs = reading && (!fault || prefix || reading.euis || fault.code === 'placeholder')
    return resultOf(isOurs ? reading : { code: text ? 'not-recognised' : 'empty' })
  }
}
