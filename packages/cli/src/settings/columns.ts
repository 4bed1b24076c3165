import type { ColumnMapping } from '@claimtag/batch'
import { namedRecord } from '@claimtag/core'
import type { Config } from './config-schema.ts'
import { UsageError } from '../usage-error.ts'

type ColumnField = keyof NonNullable<Config['columns']>

const FIELDS = Object.keys({
  devEui: true,
  joinEui: true,
  appEui: true,
  ownerToken: true,
  vendorId: true,
  vendorProfileId: true,
  serialNumber: true,
  proprietary: true,
} satisfies Record<ColumnField, true>)

/**
 * The columns of the input by field: those of `--column FIELD=NAME` before those of the configuration. AppEUI and
 * JoinEUI are one field.
 *
 * @throws UsageError
 */
export function columnMapping(
  configured: Config['columns'] = {},
  flags: readonly string[] = [],
): ColumnMapping {
  return { ...byField(Object.entries(configured)), ...byField(flags.map(pairOf)) }
}

function pairOf(flag: string): readonly [field: string, name: string] {
  const at = flag.indexOf('=')
  const [typed, name] = [flag.slice(0, at).trim().toLowerCase(), flag.slice(at + 1).trim()]
  const field = FIELDS.find((known) => known.toLowerCase() === typed)
  if (at < 0 || field === undefined || name === '')
    throw new UsageError(
      `--column takes FIELD=NAME, as in --column devEui="Device ID"; fields are ${FIELDS.join(', ')}.`,
    )
  return [field, name]
}

function byField(pairs: readonly (readonly [field: string, name: string])[]): ColumnMapping {
  const mapping = namedRecord<string>()
  for (const [written, name] of pairs) {
    const field = written === 'appEui' ? 'joinEui' : written
    if (mapping[field] !== undefined && mapping[field] !== name)
      throw new UsageError(`Two columns are given for ${written}: ${mapping[field]} and ${name}.`)
    mapping[field] = name
  }
  return mapping
}
