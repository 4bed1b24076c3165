import type { CompiledFormat } from './compiled-format.ts'
import { createFind } from './find.ts'
import { read } from './read.ts'
import { type Read, readerOfTexts } from './read-text.ts'

/** Makes a reader of one compiled format. It names no code of any other format or kind. */
export function readFormat(format: CompiledFormat): Read {
  const find = createFind()
  const { prefix } = format
  return readerOfTexts((code, odd) => {
    if (!code.toUpperCase().startsWith(prefix) && !code.startsWith(prefix))
      return odd ?? { code: 'not-recognised' }
    if (odd) return odd
    const reading = read(code, format, find)
    return !reading.fault || prefix || reading.euis || reading.fault.code === 'placeholder'
      ? reading
      : { code: 'not-recognised' }
  })
}
