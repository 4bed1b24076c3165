/** A text that was changed. */
export interface Edited {
  readonly text: string
  /** Where each character of it stood at first, and where the text ended. */
  readonly origins: readonly number[]
}

export function unedited(text: string): Edited {
  return { text, origins: Array.from({ length: text.length + 1 }, (_, at) => at) }
}

/** What is left of a text from `start` to `end`. */
export function cut({ text, origins }: Edited, start: number, end: number): Edited {
  return { text: text.slice(start, end), origins: origins.slice(start, end + 1) }
}

/**
 * The text with every match of a pattern replaced; as it was when that is not what was meant. The pattern has no
 * groups.
 */
export function edit(
  now: Edited,
  pattern: RegExp,
  put: (match: string, place: number) => string,
  isMeant: (text: string) => boolean = () => true,
): Edited {
  const origins: number[] = []
  let end = 0
  const text = now.text.replace(pattern, (match: string, place: number) => {
    const own = put(match, place)
    if (own !== match) {
      origins.push(...now.origins.slice(end, place), ...Array.from(own, () => now.origins[place]!))
      end = place + match.length
    }
    return own
  })
  return text !== now.text && isMeant(text) ? { text, origins: origins.concat(now.origins.slice(end)) } : now
}
