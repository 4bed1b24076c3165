import { readFile, writeFile } from 'node:fs/promises'

/** `renewed`: it was of an earlier start, at another address. `kept`: somebody has written it. */
export type PortalFile = 'new' | 'renewed' | 'kept'

const ADDRESS = /https?:\/\/(?:127\.0\.0\.1|localhost):\d+/g

/** Writes the document of a portal where there is none, or none but that of an earlier start. */
export async function writePortalFile(path: string, text: string): Promise<PortalFile> {
  try {
    await writeFile(path, text, { flag: 'wx' })
    return 'new'
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  const before = await readFile(path, 'utf8')
  if (before === text) return 'renewed'
  if (before.replace(ADDRESS, '') !== text.replace(ADDRESS, '')) return 'kept'
  await writeFile(path, text)
  return 'renewed'
}
