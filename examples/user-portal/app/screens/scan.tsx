import { useEffect, useRef, useState } from 'preact/hooks'
import type * as Scanner from '../state/scanner.ts'
import { drafts } from '../state/devices.ts'
import { isLasting } from '../state/queue.ts'
import { isWide } from '../state/route.ts'
import { Frame } from '../parts/frame.tsx'
import { Icon } from '../parts/icons.tsx'
import { CameraKeys } from '../parts/camera-keys.tsx'
import { Key } from '../parts/key.tsx'
import { RemoveKey, SmallTag, TagCard } from '../parts/tag.tsx'
import { TypeDialog } from '../parts/type-dialog.tsx'
import { words } from '../words/words.ts'

/** The scanner, its decoder and its worker come when they are needed first. */
export const loadScanner = (): Promise<typeof Scanner> => import('../state/scanner.ts')

export function Scan() {
  const { scan } = words.value
  const stage = useRef<HTMLDivElement>(null)
  const [scanner, setScanner] = useState<typeof Scanner>()
  const [scanning, setScanning] = useState<Scanner.Scanning>()
  const [isTyping, setTyping] = useState(false)

  useEffect(() => {
    let isGone = false
    let open: Scanner.Scanning | undefined
    void loadScanner().then((module) => {
      if (isGone || stage.current === null) return
      open = module.startScanning(stage.current)
      setScanner(module)
      setScanning(open)
    })
    return () => {
      isGone = true
      open?.close()
    }
  }, [])

  const state = scanner?.cameraState.value
  const notice = scanner?.notice.value
  const isRunning = state?.name === 'running'
  const isStill = state !== undefined && !isRunning && state.name !== 'starting'
  const advice = sentenceOf(state)
  const scanned = drafts.value
  return (
    <Frame
      actions={
        scanned.length > 0 ? (
          <Key class="main" to={{ screen: 'review' }} text={scan.next(scanned.length)} />
        ) : undefined
      }
    >
      <div class="scan">
        <h1 class="unseen" tabIndex={-1}>
          {scan.title}
        </h1>
        <div class="stage-side">
          <div class={isRunning ? 'stage is-running' : 'stage'} ref={stage}>
            <video muted playsInline aria-hidden="true" />
            <svg aria-hidden="true">
              <polygon />
            </svg>
            <div class="aim" aria-hidden="true">
              <i />
              <i />
              <i />
              <i />
            </div>
            <p class={`advice is-${notice?.tone ?? 'plain'}`}>{notice?.text ?? advice}</p>
            {isStill && (
              <Key
                class="main start"
                onClick={() => scanning?.camera.start()}
                text={state.name === 'asleep' && state.reason === 'no-picture' ? scan.wake : scan.start}
              />
            )}
          </div>
          <CameraKeys
            state={state}
            camera={scanning?.camera}
            onFile={(file) => void scanner?.takePhoto(file)}
            onType={() => setTyping(true)}
          />
          <p class="fine wide-only">{scan.drop}</p>
        </div>
        <section class="tray" aria-label={scan.tray}>
          <h2>
            {scan.tray} <span class="count">{scanned.length}</span>
          </h2>
          {isLasting.value === false && scanned.length > 0 && <p class="note is-warn">{scan.memory}</p>}
          {scanned.length === 0 ? (
            <p class="fine">
              <Icon name="tag" /> {scan.empty}
            </p>
          ) : (
            <ul>
              {/* The newest one first: it is what the person looks for. */}
              {[...scanned].reverse().map((tag) => (
                <li key={tag.devEui}>
                  {isWide.value ? (
                    <TagCard tag={tag} beside={<RemoveKey tag={tag} />} />
                  ) : (
                    <SmallTag tag={tag} beside={<RemoveKey tag={tag} />} />
                  )}
                </li>
              ))}
            </ul>
          )}
        </section>
      </div>
      {isTyping && scanner !== undefined && (
        <TypeDialog
          take={scanner.takeText}
          textOf={scanner.textOfFields}
          notice={scanner.notice}
          onClose={() => setTyping(false)}
        />
      )}
    </Frame>
  )
}

function sentenceOf(state: Scanner.Scanning['camera']['state'] | undefined): string {
  const { hold, states } = words.value.scan
  if (state === undefined) return states.loading
  if (state.name === 'running') return hold
  if (state.name === 'starting') return state.isAsking ? states.asking : states.starting
  if (state.name === 'asleep') return state.reason === 'no-picture' ? states.sleep : states.off
  return states[state.name]
}
