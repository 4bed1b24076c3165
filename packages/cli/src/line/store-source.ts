import { createLabelMaker } from '@claimtag/batch'
import { ClaimtagError } from '@claimtag/core'
import type { Found, LabelSource } from '@claimtag/line'
import { explain, type Issued } from '@claimtag/online'
import type { LanguageName } from '@claimtag/printer'
import type { Codes } from '../codes/open-codes.ts'
import type { Settings } from '../settings/settings.ts'

interface StoreOptions extends Pick<Settings, 'template' | 'dpi' | 'art' | 'fontFiles'> {
  readonly language: LanguageName
  /** The AppEUI of devices that have no code yet: they get one when they arrive. */
  readonly joinEui: string | undefined
  readonly name: string
  readonly signal: AbortSignal
}

/** The store of codes as a source of labels: each label is drawn and read back when its device arrives. */
export function storeSource({ issuer, close }: Codes, options: StoreOptions): LabelSource {
  const { language: as, template, dpi, art, fontFiles, name, joinEui, signal } = options
  const maker = createLabelMaker({ as, template, dpi, art, fontFiles })

  function found({ record, text, fields }: Issued): Found {
    const { devEui, serialNumber } = record
    return {
      state: 'found',
      device: { devEui, joinEui: record.joinEui, serialNumber, columns: {} },
      product: record,
      label: () => maker.make(text, fields),
    }
  }

  return {
    name,
    devices: undefined,
    async find(devEui) {
      try {
        const code = await issuer.find(devEui, { signal, isLatest: true })
        if (code?.isRevoked === true) {
          const reason = explain({ code: 'code-revoked', devEui: code.record.devEui, retryable: false })
          return { state: 'refused', detail: 'code-revoked', reason }
        }
        if (code !== undefined) return found(code)
        if (joinEui === undefined) return { state: 'unknown' }
        return found(await issuer.issue({ devEui, joinEui }, { signal }))
      } catch (error) {
        if (!(error instanceof ClaimtagError)) throw error
        return { state: 'refused', detail: String(error.code), reason: error.message }
      }
    },
    close,
  }
}
