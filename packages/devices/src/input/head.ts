import { open } from 'node:fs/promises'
import { InputError } from '../issue.ts'

// Enough for any header line.
const HEAD = 65_536

/**
 * The first bytes of a file.
 *
 * @throws InputError `input-missing`, `input-unreadable`
 */
export async function readHead(path: string): Promise<Buffer> {
  try {
    const file = await open(path)
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0)
      return buffer.subarray(0, bytesRead)
    } finally {
      await file.close()
    }
  } catch (error) {
    const detail = (error as NodeJS.ErrnoException).code ?? 'unknown'
    throw detail === 'ENOENT'
      ? new InputError({ code: 'input-missing', path })
      : new InputError({ code: 'input-unreadable', path, detail })
  }
}
