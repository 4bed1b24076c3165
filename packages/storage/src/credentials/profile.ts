import { isThere, readNamedFile } from '@claimtag/disk'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Credentials, Environment } from './credential.ts'

const LONGEST = 1 << 20

type Section = ReadonlyMap<string, string>

/** Credentials of a profile, `AWS_PROFILE` or `default`, in the files that the tools of AWS share. */
export function profileCredentials(environment: Environment): Credentials | undefined {
  for (const section of [sectionOf(environment, 'credentials'), sectionOf(environment, 'config')]) {
    const accessKeyId = section?.get('aws_access_key_id')
    const secretAccessKey = section?.get('aws_secret_access_key')
    if (accessKeyId && secretAccessKey)
      return { accessKeyId, secretAccessKey, sessionToken: section?.get('aws_session_token') }
  }
  return undefined
}

export function profileRegion(environment: Environment): string | undefined {
  return (
    sectionOf(environment, 'config')?.get('region') ?? sectionOf(environment, 'credentials')?.get('region')
  )
}

function sectionOf(environment: Environment, kind: 'credentials' | 'config'): Section | undefined {
  const named =
    kind === 'config' ? environment['AWS_CONFIG_FILE'] : environment['AWS_SHARED_CREDENTIALS_FILE']
  const path = named || join(environment['HOME'] ?? homedir(), '.aws', kind)
  if (!isThere(path)) return undefined
  const profile = environment['AWS_PROFILE'] || 'default'
  const sections = sectionsIn(readNamedFile(path, LONGEST).toString('utf8'))
  return sections.get(kind === 'config' && profile !== 'default' ? `profile ${profile}` : profile)
}

function sectionsIn(text: string): ReadonlyMap<string, Section> {
  const sections = new Map<string, Map<string, string>>()
  let open: Map<string, string> | undefined
  for (const line of text.split(/\r?\n/)) {
    const [, name] = /^\s*\[\s*([^\]]+?)\s*\]/.exec(line) ?? []
    if (name !== undefined) {
      open = sections.get(name) ?? new Map()
      sections.set(name, open)
    }
    const [, key, value] = /^([A-Za-z_]+)\s*=\s*(.*?)\s*$/.exec(line) ?? []
    if (key !== undefined && value !== undefined) open?.set(key.toLowerCase(), value)
  }
  return sections
}
