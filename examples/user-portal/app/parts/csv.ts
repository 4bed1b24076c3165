import type { Tag } from '../state/devices.ts'
import { words } from '../words/words.ts'
import { reasonOf } from './reason.ts'

/** A table of devices (RFC 4180). It has no token, and no cell that a spreadsheet would take for a formula. */
export function csvOf(tags: readonly Tag[]): string {
  const { devices, status: states } = words.value
  const rows = tags.map((tag) => [
    tag.devEui,
    tag.name ?? '',
    tag.joinEui ?? '',
    states[tag.status],
    tag.routingProfileId ?? '',
    tag.device?.begunAt ?? '',
    tag.device?.updatedAt ?? '',
    tag.problem === undefined ? '' : reasonOf(tag.problem),
  ])
  return [devices.columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

function cell(text: string): string {
  // What begins like a formula becomes text.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export function saveFile(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([`\uFEFF${text}`], { type: 'text/csv' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  window.setTimeout(() => URL.revokeObjectURL(address), 1000)
}
