/** A text that was changed. */
export interface Edited {
  readonly text: string
  /** Where a character of it stood at first. */
  readonly origin: (position: number) => number
}

export function unedited(text: string): Edited {
  return { text, origin: (position) => position }
}

/** What is left of a text from `start` to `end`. */
export function cut({ text, origin }: Edited, start: number, end: number): Edited {
  return { text: text.slice(start, end), origin: (position) => origin(position + start) }
}

interface Replacement {
  readonly place: number
  readonly taken: number
  readonly put: number
}

/** The text with every match of a pattern replaced; the same when nothing changes. The pattern has no groups. */
export function edit(now: Edited, pattern: RegExp, put: (match: string, place: number) => string): Edited {
  const replacements: Replacement[] = []
  const text = now.text.replace(pattern, (match: string, place: number) => {
    const own = put(match, place)
    if (own !== match) replacements.push({ place, taken: match.length, put: own.length })
    return own
  })
  if (replacements.length === 0) return now
  // Most changes are not kept, and few of those that are kept are asked for a place.
  let origins: readonly number[] | undefined
  return {
    text,
    origin: (position) => {
      origins = origins ?? originsOf(replacements, now.text.length)
      return now.origin(origins[position] ?? now.text.length)
    },
  }
}

function originsOf(replacements: readonly Replacement[], length: number): readonly number[] {
  const origins: number[] = []
  let at = 0
  for (const { place, taken, put } of [...replacements, { place: length, taken: 0, put: 0 }]) {
    for (; at < place; at += 1) origins.push(at)
    for (let i = 0; i < put; i += 1) origins.push(place)
    at += taken
  }
  return origins
}
