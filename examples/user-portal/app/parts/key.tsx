import type { ComponentProps } from 'preact'
import { go, type Route } from '../state/route.ts'
import { Icon, type IconName } from './icons.tsx'

/** A button that sends no form; with `to`, it leads to that screen. */
export function Key({
  icon,
  text,
  to,
  children,
  ...rest
}: Omit<ComponentProps<'button'>, 'icon'> & {
  readonly icon?: IconName
  readonly text?: string
  readonly to?: Route
}) {
  return (
    <button type="button" onClick={to && (() => go(to))} {...rest}>
      {icon && <Icon name={icon} />}
      {text}
      {children}
    </button>
  )
}
