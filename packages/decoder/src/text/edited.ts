/** A text that was changed, and where each of its characters stood at first. */
export interface Edited {
  readonly text: string
  readonly origins: readonly number[]
}

export function unedited(text: string): Edited {
  return { text, origins: Array.from({ length: text.length }, (_, i) => i) }
}

/** What is left of a text from `start` to `end`. */
export function cut({ text, origins }: Edited, start: number, end: number): Edited {
  return { text: text.slice(start, end), origins: origins.slice(start, end) }
}

/** The text with every match of a pattern replaced. The pattern has no groups. */
export function edit(now: Edited, pattern: RegExp, put: (match: string, place: number) => string): Edited {
  const { text, origins } = now
  const kept: number[] = []
  let at = 0
  const keep = (end: number): void => {
    for (; at < end; at += 1) kept.push(origins[at]!)
  }
  const changed = text.replace(pattern, (match: string, place: number) => {
    const own = put(match, place)
    if (own === match) return match
    keep(place)
    for (let i = 0; i < own.length; i += 1) kept.push(origins[place]!)
    at = place + match.length
    return own
  })
  if (changed === text) return now
  keep(text.length)
  return { text: changed, origins: kept }
}
