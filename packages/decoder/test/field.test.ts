import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createDecoder } from '@claimtag/decoder'

// Texts as scanners, keyboards, mails and makers' labels have them, each with what becomes of it: the format, the
// DevEUI, whether there is a token, and the warnings; or the error and what it names.
const texts = JSON.parse(readFileSync(new URL('field/texts.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, string>
>

const SAID: Readonly<Record<string, string>> = {
  watteco: 'tr005 70B3D5E75E00ABCD no token',
  draft2tts: 'tr005-draft2 58A0CBFFFFFEFFFF token',
  draft2decoded: 'tr005-draft2 58A0CBFFFFFEFFFF token escaped-separator escaped-separator',
  noShiftTr005: 'tr005 AABBCCDDEEFF0011 token keyboard-undone',
  noShiftDraft3: 'keyboard-layout no-shift',
  noShiftDragino: 'dragino A84041035660E3AA no token lower-case-hex lower-case-hex key-dropped case-doubtful',
  jisTr005: 'tr005 AABBCCDDEEFF0011 token keyboard-undone',
  dvorak: 'tr005 AABBCCDDEEFF0011 token keyboard-undone',
  fr: 'tr005 AABBCCDDEEFF0011 token keyboard-undone',
  frCaps: 'tr005 AABBCCDDEEFF0011 token keyboard-undone',
  de: 'tr005 AABBCCDDEEFF0011 token keyboard-undone',
  it: 'tr005 AABBCCDDEEFF0011 token keyboard-undone',
  es: 'tr005 AABBCCDDEEFF0011 token keyboard-undone',
  fullWidth: 'tr005 AABBCCDDEEFF0011 token full-width',
  deDevEui: 'dev-eui 0004A310001AAED6 no token',
  frDevEui: 'non-ascii-character',
  frDraft3: 'keyboard-layout azerty',
  zebraP01: 'tr005 AABBCCDDEEFF0011 token scanner-prefix',
  dollarQ: 'tr005 AABBCCDDEEFF0011 token scanner-prefix',
  netumQ: 'tr005 AABBCCDDEEFF0011 token scanner-prefix',
  honeywellS: 'tr005 AABBCCDDEEFF0011 token scanner-prefix',
  aimD1: 'tr005 AABBCCDDEEFF0011 token scanner-prefix',
  aimC1: 'tr005 AABBCCDDEEFF0011 token scanner-prefix',
  aimQ3: 'tr005 AABBCCDDEEFF0011 token aim-identifier',
  zebraP00DevEui: 'dev-eui 0004A310001AAED6 no token scanner-prefix',
  qDevEui: 'dev-eui 0004A310001AAED6 no token scanner-prefix',
  nbspEnd: 'tr005 AABBCCDDEEFF0011 token surrounding-space',
  zwspEnd: 'tr005 AABBCCDDEEFF0011 token surrounding-space',
  bomEnd: 'tr005 AABBCCDDEEFF0011 token surrounding-space',
  stxEtx: 'tr005 AABBCCDDEEFF0011 token surrounding-space',
  gsEnd: 'tr005 AABBCCDDEEFF0011 token surrounding-space',
  vt: 'tr005 AABBCCDDEEFF0011 token surrounding-space',
  nelEnd: 'tr005 AABBCCDDEEFF0011 token surrounding-space',
  mailWrap: 'tr005 AABBCCDDEEFF0011 token line-break-ignored',
  quoted: 'tr005 AABBCCDDEEFF0011 token surrounding-text',
  angle: 'tr005 AABBCCDDEEFF0011 token surrounding-text',
  dotEnd: 'tr005 AABBCCDDEEFF0011 token surrounding-text',
  pct: 'tr005 AABBCCDDEEFF0011 token percent-encoded',
  plusSpace: 'tr005 AABBCCDDEEFF0011 token unsafe-character no-checksum',
  plusSpaceCrc: 'tr005 AABBCCDDEEFF0011 token plus-restored',
  urlWrap: 'tr005 AABBCCDDEEFF0011 token code-in-url',
  urlFragment: 'tr005 AABBCCDDEEFF0011 token code-in-url',
  ttig: 'other-code url',
  untaggedA: 'tr005 A84041000181D4A8 no token unknown-tag-ignored no-checksum',
  untaggedC: 'tr005 A84041000181D4A8 no token untagged-element no-checksum',
  untagged1: 'tr005 A84041000181D4A8 no token untagged-element no-checksum',
  untaggedLower: 'tr005 A84041000181D4A8 no token unknown-tag-ignored no-checksum',
  untaggedO: 'tr005 A84041000181D4A8 no token no-checksum untagged-element',
  emptyOwnerUntaggedSerial: 'tr005 A84041000181D4A8 no token empty-element no-checksum',
  profile4: 'tr005 A84041000181D4A8 no token short-profile-id no-checksum',
  noProfile: 'missing-element vendorId',
  multiP: 'duplicate-element proprietary',
  emptyEuis: 'wrong-length joinEui',
  json: 'labelled-fields 24E124136D456789 no token labelled-fields key-dropped',
  kvLines: 'labelled-fields A84041000181D4A8 no token labelled-fields key-dropped',
  ttnMapper: 'trailing-text',
  elsys: 'labelled-fields A81758FFFE000000 no token labelled-fields key-dropped',
  milesightSn: 'other-code milesight',
  space3: 'other-code bare-euis',
  concat64: 'other-code bare-euis',
  concat32: 'other-code bare-euis',
  eui64Pref: 'labelled-fields 0004A310001AAED6 no token labelled-fields',
  ttnId: 'dev-eui 0004A310001AAED6 no token written-eui lower-case-hex',
  hex0x: 'dev-eui 0004A310001AAED6 no token written-eui',
  dashes: 'dev-eui 0004A310001AAED6 no token written-eui',
  eanEui: 'other-code bare-euis',
  draft3tti: 'placeholder devEui',
  draft3home: 'wrong-length vendorId',
  lindstrom: 'tr005 34C5D0FA68CEE000 no token lower-case-hex no-checksum',
  otme: 'other-code mh10.8.2',
  enocean: 'other-code enocean',
  frost: 'not-recognised',
  zwave: 'other-code z-wave',
  draginoNoKey: 'dragino A84041000181D4A8 no token',
  draginoTrail: 'dragino A84041000181D4A8 no token surrounding-text key-dropped',
  nbThings: 'unsupported-version',
  two: 'several-codes',
  twoTabs: 'several-codes',
}

const decoder = createDecoder()

function said(text: string): string {
  const result = decoder.decode(text)
  if (result.ok) {
    const { devEui, ownerToken } = result.record
    const token = ownerToken === undefined ? 'no token' : 'token'
    return [result.format, devEui, token, ...result.warnings.map(({ code }) => code)].join(' ')
  }
  const { error } = result
  const named = 'foreignCode' in error ? error.foreignCode : 'layout' in error ? error.layout : error.field
  return [error.code, named].join(' ').trim()
}

test.each(Object.entries(SAID))('%s', (name, expected) => {
  expect(said(texts[name] ?? '')).toBe(expected)
})

test('no text is left out', () => {
  expect(Object.keys(SAID)).toEqual(Object.keys(texts))
})
