/** Keys of a hand scanner come faster than this after one another, in milliseconds. */
const PAUSE_MS = 300
/** What a person strikes by chance is shorter. */
const SHORTEST = 8

/**
 * Hears what is scanned by a hand scanner, pasted and dropped anywhere on the page, unless someone types into a field.
 *
 * @returns what ends it
 */
export function listenForText(onText: (text: string) => void, onFile: (file: File) => void): () => void {
  const end = new AbortController()
  const { signal } = end
  let typed = ''
  let lastAt = 0

  function onKey(event: KeyboardEvent): void {
    if (isField(event.target) || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.timeStamp - lastAt > PAUSE_MS) typed = ''
    lastAt = event.timeStamp
    if (event.key.length === 1) {
      typed += event.key
      // A space would press the key that has the focus.
      if (typed.length > 1) event.preventDefault()
    } else if ((event.key === 'Enter' || event.key === 'Tab') && typed.length >= SHORTEST) {
      event.preventDefault()
      onText(typed)
      typed = ''
    }
  }

  function take(given: DataTransfer | null): void {
    const [file] = given?.files ?? []
    const text = given?.getData('text/plain') ?? ''
    if (file !== undefined) onFile(file)
    else if (text !== '') onText(text)
  }

  function onDrop(event: DragEvent): void {
    // A browser would open what is dropped.
    event.preventDefault()
    if (event.type === 'drop') take(event.dataTransfer)
  }

  document.addEventListener('keydown', onKey, { signal })
  document.addEventListener('paste', ({ target, clipboardData }) => isField(target) || take(clipboardData), {
    signal,
  })
  document.addEventListener('dragover', onDrop, { signal })
  document.addEventListener('drop', onDrop, { signal })
  return () => end.abort()
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')
}
