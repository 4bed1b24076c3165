import { useRef } from 'preact/hooks'
import type { Camera, CameraState } from '@claimtag/decoder/camera'
import { words } from '../words/words.ts'
import { Key } from './key.tsx'

/** What a thumb reaches: light, zoom, lens, photo, file, typing. Keys of what the camera has not got are absent. */
export function CameraKeys(props: {
  readonly state: CameraState | undefined
  readonly camera: Camera | undefined
  readonly onFile: (file: File) => void
  readonly onType: () => void
}) {
  const { state, camera, onFile, onType } = props
  const { keys } = words.value.scan
  const running = state?.name === 'running' ? state : undefined
  const { torch, lens, lenses = [], zoom } = running ?? {}
  const isCloser = (zoom?.factor ?? 1) > 1
  const next = lenses[(lenses.findIndex(({ id }) => id === lens?.id) + 1) % lenses.length]

  return (
    <div class="keys" role="group" aria-label={keys.label}>
      {torch !== undefined && (
        <Key
          icon="light"
          aria-pressed={torch}
          onClick={() => void camera?.setTorch(!torch)}
          text={keys.light}
        />
      )}
      {running !== undefined && (
        <Key
          icon="closer"
          aria-pressed={isCloser}
          onClick={() => void camera?.setZoom(isCloser ? 1 : 2)}
          text={keys.closer}
        />
      )}
      {lenses.length > 1 && next !== undefined && (
        <Key icon="lens" onClick={() => camera?.useLens(next)} text={keys.lens} />
      )}
      <PictureKey name="photo" onFile={onFile} />
      <PictureKey name="file" onFile={onFile} />
      <Key icon="type" onClick={onType} text={keys.type} />
    </div>
  )
}

/** Phones ask for the camera where there is `capture`, and for a file where there is none. */
function PictureKey({ name, onFile }: { name: 'photo' | 'file'; onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null)
  const source = name === 'photo' ? ({ capture: 'environment' } as const) : {}

  function choose({ currentTarget }: { readonly currentTarget: HTMLInputElement }): void {
    const [chosen] = currentTarget.files ?? []
    if (chosen !== undefined) onFile(chosen)
    // The same file may be chosen again.
    currentTarget.value = ''
  }

  return (
    <>
      <Key icon={name} onClick={() => input.current?.click()} text={words.value.scan.keys[name]} />
      <input ref={input} class={name} type="file" accept="image/*" {...source} hidden onChange={choose} />
    </>
  )
}
