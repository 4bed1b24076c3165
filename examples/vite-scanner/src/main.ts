import { createDecoder, explain } from '@claimtag/decoder'
import { lensMemory } from '@claimtag/decoder/camera'
// oxlint-disable-next-line import/default -- Vite makes an address of it
import worker from '@claimtag/decoder/camera/worker?worker&url'
import { defineScanner, english, french, type ScannerEvents } from '@claimtag/decoder/element'
import { english as englishFailures } from '@claimtag/decoder/words/en'
import { french as frenchFailures } from '@claimtag/decoder/words/fr'
import wasm from '@claimtag/decoder/zxing_reader.wasm?url'

const isFrench = navigator.language.startsWith('fr')
defineScanner({
  decoder: createDecoder(),
  worker,
  wasm,
  words: isFrench ? french : english,
  explainFailure: (error) => explain(error, isFrench ? frenchFailures : englishFailures),
  memory: lensMemory(localStorage),
})

const devices = new Set<string>()
document.querySelector('claimtag-scanner')?.addEventListener('claimtag-code', (event) => {
  const { result } = (event as ScannerEvents['claimtag-code']).detail
  // The scanner has said what is wrong with a code that is none of ours.
  if (!result.ok || devices.has(result.record.devEui)) return
  devices.add(result.record.devEui)
  const line = document.createElement('li')
  // The ownerToken is in the record, too. It goes to the server that claims, and nowhere on the page.
  line.textContent = result.record.devEui
  document.querySelector('#devices')?.append(line)
})
