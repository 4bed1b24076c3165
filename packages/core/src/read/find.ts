/** Where an expression matches next, from a place on. */
export type Find = (source: string, text: string, from?: number) => RegExpExecArray | null

/** Makes a search that compiles each expression once. */
export function createFind(): Find {
  const known = new Map<string, RegExp>()
  return (source, text, from = 0) => {
    const expression = known.get(source) ?? new RegExp(source, 'g')
    known.set(source, expression)
    expression.lastIndex = from
    return expression.exec(text)
  }
}
