/** What a server answered, whatever the status. */
export interface Reply {
  readonly status: number
  /** The JSON value; `undefined` without a body, {@link NOT_JSON} for one that is something else. */
  readonly body: unknown
  readonly location: string | undefined
}

export const NOT_JSON = Symbol('not JSON')

/** Parses a body; an empty one is `undefined`. */
export function parsed(text: string): unknown {
  if (text.trim() === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return NOT_JSON
  }
}

/** A page for people, as a captive portal or a proxy gives it with any status. */
export function isPage(text: string, contentType: string | null): boolean {
  return /\bhtml\b/i.test(contentType ?? '') || /<html|<!doctype html/i.test(text.slice(0, 2000))
}

/** Something that begins as JSON and is none, as an answer of which only a part arrived. */
export function isCutJson(text: string): boolean {
  return /^\s*[[{"]/.test(text)
}
