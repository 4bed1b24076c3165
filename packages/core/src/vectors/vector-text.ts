/** A text to be decoded, and what it is about, for people. */
export interface VectorText {
  readonly about: string
  readonly text: string
}
