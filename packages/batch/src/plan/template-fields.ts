import type { Element, Template } from '@claimtag/label'

/** The fields that a template asks for, each once: `{Note}`, `{devEui[0:8]}`, `when`. */
export function fieldsOfTemplate({ elements }: Template): readonly string[] {
  return [...new Set(elements.flatMap(fieldsIn))]
}

function fieldsIn(element: Element): readonly string[] {
  const text = 'text' in element ? (element.text ?? '') : ''
  // Doubled braces stand for themselves.
  const fields = [...text.matchAll(/\{\{|\}\}|\{\s*([^{}[]+?)\s*(?:\[[^\]]*\])?\s*\}/g)]
  const named = fields.flatMap(([, name]) => name ?? [])
  return element.when === undefined ? named : [...named, element.when]
}
