import { isDeviceField, type Format, namedRecord } from '@claimtag/core'
import type { DeviceToIssue } from '@claimtag/online'
import { text, texts } from '../flags/flag-value.ts'
import type { Invocation } from '../program.ts'
import { UsageError } from '../usage-error.ts'

/**
 * The device in a command line: its DevEUI, `--join-eui`, `--serial-number` and fields by `--field NAME=VALUE`. A
 * field of the format becomes part of the code, any other is only printed.
 *
 * @throws UsageError
 */
export function deviceOfFlags({ args, flags }: Invocation, format: Format): DeviceToIssue {
  const own = namedRecord<string>()
  const [extra, columns] = [namedRecord<string>(), namedRecord<string>()]
  const carried = new Set(format.fields.map(({ name }) => name))

  function put(name: string, value: string): void {
    const into = isDeviceField(name) ? own : carried.has(name) ? extra : columns
    if (into[name] !== undefined) throw new UsageError(`${name} is given twice.`)
    into[name] = value
  }

  put('devEui', args[0] ?? '')
  const [joinEui, serialNumber] = [text(flags['joinEui']), text(flags['serialNumber'])]
  if (joinEui !== undefined) put('joinEui', joinEui)
  if (serialNumber !== undefined) put('serialNumber', serialNumber)
  for (const pair of texts(flags['field'])) {
    const at = pair.indexOf('=')
    const name = pair.slice(0, at).trim()
    if (at < 1) throw new UsageError('--field takes NAME=VALUE, as in --field serialNumber=26W47-00501.')
    put(name === 'appEui' ? 'joinEui' : name, pair.slice(at + 1))
  }
  return {
    ...(own as unknown as DeviceToIssue),
    ...(Object.keys(extra).length === 0 ? {} : { extra }),
    ...(Object.keys(columns).length === 0 ? {} : { columns }),
  }
}
