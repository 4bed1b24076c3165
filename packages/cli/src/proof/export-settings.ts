import { namedRecord, parseWrittenEui64 } from '@claimtag/core'
import { resolve } from 'node:path'
import { text } from '../flags/flag-value.ts'
import type { Invocation } from '../program.ts'
import { readJson } from '../settings/config.ts'
import { UsageError } from '../usage-error.ts'
import { exportSettingsSchema, type ExportSettings } from './export-settings-schema.ts'

/** The flag of each setting. */
export const SETTING_FLAGS = {
  deviceProfileId: '--device-profile',
  deviceProfiles: '--settings',
  connectivityPlanId: '--connectivity-plan',
  routingProfileId: '--routing-profile',
  applicationId: '--application',
  lorawanVersion: '--lorawan-version',
  phyVersion: '--phy-version',
  frequencyPlanId: '--frequency-plan',
  supportsClassC: '--class-c',
  name: '--name',
} as const satisfies Record<keyof ExportSettings, string>

/**
 * The settings of a file, and of flags, which win.
 *
 * @throws UsageError when the file is none of settings
 */
export function exportSettings({ flags }: Invocation, cwd: string): ExportSettings {
  const path = text(flags['settings'])
  const given = {
    deviceProfileId: text(flags['deviceProfile']),
    connectivityPlanId: text(flags['connectivityPlan']),
    routingProfileId: text(flags['routingProfile']),
    applicationId: text(flags['application']),
    lorawanVersion: text(flags['lorawanVersion']),
    phyVersion: text(flags['phyVersion']),
    frequencyPlanId: text(flags['frequencyPlan']),
    supportsClassC: flags['classC'] === true ? true : undefined,
    name: text(flags['name']),
  }
  const typed = namedRecord(Object.entries(given).filter(([, value]) => value !== undefined))
  const parsed = exportSettingsSchema.safeParse({
    ...(path === undefined ? {} : inFile(path, cwd)),
    ...typed,
  })
  if (parsed.success) return withEuis(parsed.data)
  const [issue] = parsed.error.issues
  throw new UsageError(`${path ?? 'The flags'}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`)
}

/** @throws UsageError */
function inFile(path: string, cwd: string): object {
  const found = readJson(resolve(cwd, path))
  if (typeof found === 'object' && found !== null && !Array.isArray(found)) return found
  throw new UsageError(`${path} is no JSON object.`)
}

function withEuis({ deviceProfiles, ...settings }: ExportSettings): ExportSettings {
  if (deviceProfiles === undefined) return settings
  const known = Object.entries(deviceProfiles).map(([written, profile]) => {
    const joinEui = parseWrittenEui64(written)
    if (joinEui === undefined) throw new UsageError(`deviceProfiles: ${written} is no JoinEUI.`)
    return [joinEui, profile] as const
  })
  return { ...settings, deviceProfiles: namedRecord(known) }
}
