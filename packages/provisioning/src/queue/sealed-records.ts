import type { DeviceRecord } from '@claimtag/core'
import { base64OfBytes, bytesOfBase64 } from '../key-pair/base64.ts'
import type { QueuedDevice } from './provisioning-queue.ts'

/** As WebCrypto takes them: `Uint8Array<ArrayBuffer>`, in words that TypeScript before 5.7 can read. */
type OwnBytes = ReturnType<typeof Uint8Array.of>

/** The part of a sealer that is used; `createSealer` of `@claimtag/online` makes one. */
export interface RecordSealer {
  /** @param bound the sealed bytes open only with the same value */
  seal(bytes: OwnBytes, bound: OwnBytes): Promise<{ readonly keyId: string; readonly sealed: Uint8Array }>
  open(sealed: OwnBytes, bound: OwnBytes, keyId: string): Promise<Uint8Array>
}

export interface SealedRecords {
  /** The `record` of a queued device. */
  readonly seal: (record: DeviceRecord) => Promise<string>
  /** For the `recordOf` of a worker; `undefined` when it is not a record that was sealed for this device. */
  readonly open: (device: Pick<QueuedDevice, 'devEui' | 'record'>) => Promise<DeviceRecord | undefined>
}

/**
 * Records that travel in the queue itself, sealed with a key that only those who add and who work have: who can read
 * the queue, its dumps or its logs finds no ownerToken. A record that is moved to another device does not open.
 *
 * @example
 * ```ts
 * import { parseEui64 } from '@claimtag/core'
 * import { createSealer } from '@claimtag/online'
 * import { sealedRecords } from '@claimtag/provisioning/queue'
 *
 * const devEui = parseEui64('70B3D57ED00A0004')
 * if (devEui === undefined) throw new Error('no EUI')
 * const key = crypto.getRandomValues(new Uint8Array(32))
 * const records = sealedRecords(createSealer({ keys: [{ id: '1', key }] }))
 * const record = await records.seal({ devEui, ownerToken: 'ecQSH8YIV9/+/HS5mcyF8Q==' })
 * console.log((await records.open({ devEui, record }))?.ownerToken) // ecQSH8YIV9/+/HS5mcyF8Q==
 * ```
 */
export function sealedRecords(sealer: RecordSealer): SealedRecords {
  return {
    async seal(record) {
      const { keyId, sealed } = await sealer.seal(asciiBytes(JSON.stringify(record)), boundTo(record.devEui))
      return `${keyId}.${base64OfBytes(sealed)}`
    },
    async open({ devEui, record }) {
      const [, keyId, text = ''] = /^(.*)\.([A-Za-z0-9+/=]+)$/.exec(record) ?? []
      const sealed = bytesOfBase64(text)
      if (keyId === undefined || sealed === undefined) return undefined
      try {
        const bytes = await sealer.open(sealed, boundTo(devEui), keyId)
        const opened = JSON.parse(
          Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''),
        ) as DeviceRecord
        return opened.devEui === devEui ? opened : undefined
      } catch {
        return undefined
      }
    },
  }
}

function boundTo(devEui: string): OwnBytes {
  return asciiBytes(`claimtag/queue/1 ${devEui}`)
}

/** JSON as ASCII, for engines without an encoder: other characters are escaped. */
function asciiBytes(json: string): OwnBytes {
  const ascii = json.replace(
    /[^\x20-\x7E]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return Uint8Array.from(ascii, (character) => character.charCodeAt(0))
}
