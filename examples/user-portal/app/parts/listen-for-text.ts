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
      const text = typed
      typed = ''
      onText(text)
    }
  }

  function onPaste(event: ClipboardEvent): void {
    if (isField(event.target)) return
    const [file] = event.clipboardData?.files ?? []
    const text = event.clipboardData?.getData('text/plain') ?? ''
    if (file !== undefined) onFile(file)
    else if (text !== '') onText(text)
  }

  function onDrop(event: DragEvent): void {
    event.preventDefault()
    const [file] = event.dataTransfer?.files ?? []
    const text = event.dataTransfer?.getData('text/plain') ?? ''
    if (file !== undefined) onFile(file)
    else if (text !== '') onText(text)
  }

  document.addEventListener('keydown', onKey)
  document.addEventListener('paste', onPaste)
  document.addEventListener('dragover', onDrag)
  document.addEventListener('drop', onDrop)
  return () => {
    document.removeEventListener('keydown', onKey)
    document.removeEventListener('paste', onPaste)
    document.removeEventListener('dragover', onDrag)
    document.removeEventListener('drop', onDrop)
  }
}

/** Without this, a browser would open what is dropped. */
function onDrag(event: DragEvent): void {
  event.preventDefault()
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')
}
