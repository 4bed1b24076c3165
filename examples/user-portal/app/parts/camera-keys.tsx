import { useRef } from 'preact/hooks'
import type { Camera, CameraState } from '@claimtag/decoder/camera'
import { words } from '../words/words.ts'
import { Icon } from './icons.tsx'

/** What a thumb reaches: light, zoom, lens, photo, file, typing. Keys of what the camera has not got are absent. */
export function CameraKeys(props: {
  readonly state: CameraState | undefined
  readonly camera: Camera | undefined
  readonly onFile: (file: File) => void
  readonly onType: () => void
}) {
  const { state, camera, onFile, onType } = props
  const { keys } = words.value.scan
  const photo = useRef<HTMLInputElement>(null)
  const file = useRef<HTMLInputElement>(null)
  const running = state?.name === 'running' ? state : undefined
  const isCloser = (running?.zoom.factor ?? 1) > 1

  function otherLens(): void {
    if (running === undefined) return
    const at = running.lenses.findIndex(({ id }) => id === running.lens?.id)
    const next = running.lenses[(at + 1) % running.lenses.length]
    if (next !== undefined) camera?.useLens(next)
  }

  function choose(event: Event): void {
    const input = event.currentTarget as HTMLInputElement
    const [chosen] = input.files ?? []
    if (chosen !== undefined) onFile(chosen)
    // The same file may be chosen again.
    input.value = ''
  }

  return (
    <div class="keys" role="group" aria-label={keys.label}>
      {running?.torch !== undefined && (
        <button
          type="button"
          aria-pressed={running.torch}
          onClick={() => void camera?.setTorch(!running.torch)}
        >
          <Icon name="light" />
          {keys.light}
        </button>
      )}
      {running !== undefined && (
        <button type="button" aria-pressed={isCloser} onClick={() => void camera?.setZoom(isCloser ? 1 : 2)}>
          <Icon name="closer" />
          {keys.closer}
        </button>
      )}
      {(running?.lenses.length ?? 0) > 1 && (
        <button type="button" onClick={otherLens}>
          <Icon name="lens" />
          {keys.lens}
        </button>
      )}
      <button type="button" onClick={() => photo.current?.click()}>
        <Icon name="photo" />
        {keys.photo}
      </button>
      <button type="button" onClick={() => file.current?.click()}>
        <Icon name="file" />
        {keys.file}
      </button>
      <button type="button" onClick={onType}>
        <Icon name="type" />
        {keys.type}
      </button>
      <input
        ref={photo}
        class="photo"
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        onChange={choose}
      />
      <input ref={file} class="file" type="file" accept="image/*" hidden onChange={choose} />
    </div>
  )
}
