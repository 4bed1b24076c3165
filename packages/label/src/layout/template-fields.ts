import { parsePattern } from '../template/pattern.ts'
import type { Template } from '../template/template.ts'
import { nameElements } from './element-names.ts'

/**
 * The fields that a template asks for, each once: those in texts, `{Note}` or `{devEui[0:8]}`, and those of `when`.
 *
 * @throws LabelError `bad-pattern`, `duplicate-id`
 *
 * @example
 * ```ts
 * import { defaultTemplate, templateFields } from '@claimtag/label'
 *
 * console.log(templateFields(defaultTemplate).includes('devEui')) // true
 * ```
 */
export function templateFields({ elements }: Template): readonly string[] {
  const names = nameElements(elements)
  const fields = elements.flatMap((element, index) => {
    const { when } = element
    const text = 'text' in element ? element.text : undefined
    const named = text === undefined ? [] : parsePattern(text, names[index]!).fields
    return when === undefined ? named : [...named, when]
  })
  return [...new Set(fields)]
}
