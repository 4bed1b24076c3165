import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DeviceAddress } from '../address.ts'

const FIRST_LOOK_MS = 2
/** Node gets no event when such a device has bytes, so it is read at intervals, up to this long while it is idle. */
const SLOWEST_LOOK_MS = 64
const READ_BYTES = 4096

/**
 * Opens a character device of a printer, such as `/dev/usb/lp0`, and never blocks a thread in it: a blocked read
 * could not be ended, and would keep the process alive.
 */
export async function openDevice({ path }: DeviceAddress): Promise<Duplex> {
  const device = await open(path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY)
  try {
    if ((await device.stat()).isCharacterDevice()) return new DeviceStream(device)
    throw Object.assign(new Error(`${path} is no device`), { code: 'ENODEV' })
  } catch (error) {
    await device.close()
    throw error
  }
}

class DeviceStream extends Duplex {
  readonly #device: FileHandle
  #reading = false

  constructor(device: FileHandle) {
    super({ allowHalfOpen: false })
    this.#device = device
  }

  override _read(): void {
    if (this.#reading) return
    this.#reading = true
    void this.#pump().finally(() => (this.#reading = false))
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#writeAll(chunk).then(() => done(), done)
  }

  override _final(done: () => void): void {
    this.push(null)
    done()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#device.close().then(
      () => done(error),
      () => done(error),
    )
  }

  async #pump(): Promise<void> {
    for (let wait = FIRST_LOOK_MS; !this.destroyed && !this.readableEnded;) {
      const bytes = await this.#look()
      // A device without bytes may also return zero bytes, which is not the end here.
      if (bytes !== undefined && bytes.length > 0) {
        wait = FIRST_LOOK_MS
        if (this.writableFinished || !this.push(bytes)) return
      } else {
        await sleep(wait)
        wait = Math.min(2 * wait, SLOWEST_LOOK_MS)
      }
    }
  }

  async #look(): Promise<Buffer | undefined> {
    try {
      const buffer = Buffer.alloc(READ_BYTES)
      const { bytesRead } = await this.#device.read(buffer, 0, READ_BYTES, null)
      return buffer.subarray(0, bytesRead)
    } catch (error) {
      if (!isBusy(error)) this.destroy(error as Error)
      return undefined
    }
  }

  async #writeAll(chunk: Buffer): Promise<void> {
    for (let at = 0, wait = FIRST_LOOK_MS; at < chunk.length && !this.destroyed;) {
      try {
        at += (await this.#device.write(chunk, at, chunk.length - at, null)).bytesWritten
        wait = FIRST_LOOK_MS
      } catch (error) {
        if (!isBusy(error)) throw error
        await sleep(wait)
        wait = Math.min(2 * wait, SLOWEST_LOOK_MS)
      }
    }
  }
}

/** The device has no bytes, or takes none, at this moment. */
function isBusy(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EAGAIN'
}
