/** Keys of a hand scanner come faster than this after one another, in milliseconds. */
const PAUSE_MS = 300
/** What a person strikes by chance is shorter. */
const SHORTEST = 8

/** What a page hears, and what takes it. */
export interface HeardText {
  readonly onText: (text: string) => void
  /** A file that was pasted or dropped: a photo of a label, for example. */
  readonly onFile: (file: File) => void
  /** The page's when left out. */
  readonly document?: EventTarget | undefined
}

/**
 * Hears what is scanned by a hand scanner, which types as a keyboard does and ends with Enter or Tab, and what is
 * pasted or dropped anywhere on the page, unless someone types into a field.
 *
 * @returns what ends it
 * @example
 * ```ts no-run
 * import { createDecoder } from '@claimtag/decoder'
 * import { listenForText } from '@claimtag/decoder/page'
 *
 * const decoder = createDecoder()
 * const stop = listenForText({
 *   onText: (text) => console.log(decoder.decode(text).ok),
 *   onFile: ({ size }) => console.log(size),
 * })
 * stop()
 * ```
 */
export function listenForText({ onText, onFile, document = globalThis.document }: HeardText): () => void {
  const end = new AbortController()
  const { signal } = end
  let typed = ''
  let lastAt = 0

  function onKey(event: KeyboardEvent): void {
    // A key that is held down is a person's.
    if (isInField(event) || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return
    if (event.timeStamp - lastAt > PAUSE_MS) typed = ''
    lastAt = event.timeStamp
    if (event.key.length === 1) {
      typed += event.key
      // A space would press the key that has the focus.
      if (typed.length > 1) event.preventDefault()
    } else if (event.key === 'Enter' || event.key === 'Tab') {
      const text = typed
      typed = ''
      if (text.length < SHORTEST) return
      event.preventDefault()
      onText(text)
    }
  }

  function take(given: DataTransfer | null): void {
    const [file] = given?.files ?? []
    const text = given?.getData('text/plain') ?? ''
    if (file !== undefined) onFile(file)
    else if (text !== '') onText(text)
  }

  function onDrop(event: DragEvent): void {
    if (isInField(event) && event.dataTransfer?.types.includes('Files') !== true) return
    // A browser would open what is dropped.
    event.preventDefault()
    if (event.type === 'drop') take(event.dataTransfer)
  }

  function onPaste(event: ClipboardEvent): void {
    if (!isInField(event)) take(event.clipboardData)
  }

  const listeners = { keydown: onKey, paste: onPaste, dragover: onDrop, drop: onDrop }
  for (const [name, listener] of Object.entries(listeners))
    document.addEventListener(name, listener as EventListener, { signal })
  return () => end.abort()
}

/** Within what a custom element keeps to itself, too, and in a paragraph of an editor. */
function isInField(event: Event): boolean {
  return event
    .composedPath()
    .some(
      (one) => 'matches' in one && (one as HTMLElement).matches('input, textarea, select, [contenteditable]'),
    )
}
