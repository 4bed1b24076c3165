import type { Tag } from '../state/devices.ts'
import { seconds, words } from '../words/words.ts'
import { Icon } from './icons.tsx'
import { serverOf } from './reason.ts'

export const STEPS = ['claim', 'join-server', 'network-server', 'application-server'] as const

export function titleOf(step: (typeof STEPS)[number]): string {
  const { steps } = words.value
  return step === 'application-server' ? steps[step](serverOf(step)) : steps[step]
}

/** The four steps of a device, each with its server, its state as text and the time that it took. */
export function Steps({ tag }: { readonly tag: Tag }) {
  const { steps } = words.value
  const { device, status } = tag
  const reached =
    device === undefined ? 0 : device.step === 'done' ? STEPS.length : STEPS.indexOf(device.step)
  return (
    <ol class="steps" aria-label={steps.label}>
      {STEPS.map((step, index) => {
        const state =
          index < reached
            ? 'done'
            : index > reached || status === 'queued'
              ? 'open'
              : status === 'running'
                ? 'running'
                : status === 'waiting'
                  ? 'again'
                  : 'failed'
        const took = device?.took[step]
        return (
          <li class={`is-${state}`}>
            <span class="mark">
              {state === 'done' && <Icon name="check" />}
              {state === 'running' && <Icon name="ring" class="turning" />}
              {state === 'again' && <Icon name="clock" />}
              {state === 'failed' && <Icon name="stop" />}
            </span>
            <span class="what">
              <strong>{titleOf(step)}</strong>
              <small>{serverOf(step)}</small>
            </span>
            <small class="state">
              {state === 'done' && took !== undefined ? steps.took(seconds(took)) : steps[state]}
            </small>
          </li>
        )
      })}
    </ol>
  )
}
