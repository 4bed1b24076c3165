import { openHandleToRead } from '@claimtag/disk'
import { InputError } from '../issue.ts'

/** [MS-CFB] 2.2: where the directory begins, and the size of a sector as a power of two. */
const SECTOR_SHIFT = 30
const DIRECTORY_SECTOR = 48
const LONGEST_SHIFT = 12
/** 32 entries of 128 bytes; the entry of a workbook is among the first. */
const LOOKED_AT = 4096

/** What a compound file is: the workbook of an Excel before 2007, or a newer one that is protected by a password. */
export async function compoundFileIssue(path: string, head: Buffer): Promise<InputError> {
  const isWhole = head.length > DIRECTORY_SECTOR + 4
  const shift = isWhole ? head.readUInt16LE(SECTOR_SHIFT) : 0
  if (shift === 0 || shift > LONGEST_SHIFT) return new InputError({ code: 'old-workbook' })
  const file = await openHandleToRead(path)
  try {
    const at = (head.readUInt32LE(DIRECTORY_SECTOR) + 1) * 2 ** shift
    const { buffer } = await file.read(Buffer.alloc(LOOKED_AT), 0, LOOKED_AT, at)
    const isEncrypted = buffer.includes(Buffer.from('EncryptedPackage', 'utf16le'))
    return new InputError(isEncrypted ? { code: 'foreign-file', kind: 'password' } : { code: 'old-workbook' })
  } finally {
    await file.close()
  }
}
