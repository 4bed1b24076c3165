/** A name or a phrase in another language, or as it is where that language has none: fields of a format's own. */
export function translated(phrases: Readonly<Record<string, string>>, phrase: string): string {
  // A field may have any name, such as `constructor`.
  return Object.prototype.hasOwnProperty.call(phrases, phrase) ? phrases[phrase]! : phrase
}

/** `1 to 32` as a range without words. */
export function range(expected: string): string {
  return expected.replace(/^([0-9]+) to ([0-9]+)$/, '$1–$2')
}
