import { constants } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { type FileAddress, printerUrl } from '../address.ts'
import { type Channel, confirmationOf } from '../channel/channel.ts'
import { PrinterError } from '../issue.ts'

/** Labels hold secrets: only the owner may read a new file. */
const PRIVATE_FILE = 0o600
/** Follows no symbolic link, which may lead to a file that others can read. Windows has no such flag. */
const APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0)

/**
 * Writes labels to a file instead of a printer. Each window is added and synced as a whole, and the file closed
 * again: a shared printer of Windows prints when the file is closed.
 */
export function createFileChannel(address: FileAddress): Channel {
  const { path } = address
  const printer = printerUrl(address)
  const isShare = path.startsWith('\\\\')

  return {
    confirms: confirmationOf(address),
    limit: () => undefined,
    begin: () => undefined,
    async ready() {
      // Opening a share would print an empty job.
      if (isShare) return true
      try {
        if (await isSomethingElse(path)) throw Object.assign(new Error(path), { code: 'not a file' })
        await (await open(path, APPEND, PRIVATE_FILE)).close()
        return true
      } catch (error) {
        throw new PrinterError({ code: 'printer-missing', printer, detail: reasonOf(error) })
      }
    },
    async deliver(bytes) {
      try {
        const file = await open(path, isShare ? 'w' : APPEND, PRIVATE_FILE)
        try {
          await (isShare ? file.writeFile(bytes) : append(file, bytes))
        } finally {
          await file.close()
        }
        return true
      } catch (error) {
        throw new PrinterError({ code: 'write-failed', printer, detail: reasonOf(error) })
      }
    },
    close: async () => undefined,
  }
}

async function append(file: FileHandle, bytes: Uint8Array): Promise<void> {
  const { size } = await file.stat()
  try {
    await file.writeFile(bytes)
    await file.sync()
  } catch (error) {
    // The disk is full: half a label would spoil the next one.
    await file.truncate(size)
    throw error
  }
}

/** Writing to a pipe would wait for its reader, and a device does not keep the bytes. */
async function isSomethingElse(path: string): Promise<boolean> {
  try {
    return !(await stat(path)).isFile()
  } catch {
    return false
  }
}

function reasonOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'failed'
}
