import type { ForeignCode, KeyboardLayout } from './facts.ts'
import { at, counted, strictEnglish } from './strict-english.ts'
import type { Words } from './words.ts'

const FOREIGN = {
  matter: 'a Matter onboarding code',
  wifi: 'a Wi-Fi network code',
  dpp: 'a Wi-Fi Easy Connect (DPP) code',
  'gs1-digital-link': 'a GS1 Digital Link, which is a product page',
  milesight: 'a Milesight product page, whose serial number is no LoRaWAN identity',
  url: 'a web address',
  'eui-48': 'a MAC address (EUI-48) of 12 hex digits, where a DevEUI has 16',
  'written-eui': 'an EUI with separators, where a code has its 16 hex digits alone',
  'bare-euis': 'a row of hex digits, which does not say which of them are the DevEUI',
  'serial-number': 'what looks like a serial number, where a DevEUI has 16 hex digits',
  enocean: 'an EnOcean product code',
  'mh10.8.2': 'a logistics code (ANSI MH10.8.2)',
  bluerange: 'a BlueRange device code',
  'z-wave': 'a Z-Wave SmartStart code',
} satisfies Record<ForeignCode, string>

const KEYBOARD = {
  'no-shift': 'Shift is lost',
  'caps-lock': 'Caps Lock is on',
  jis: 'Japanese',
  azerty: 'AZERTY',
  'azerty-caps-lock': 'AZERTY, Caps Lock is on',
  qwertz: 'QWERTZ',
  dvorak: 'Dvorak',
  'other-latin': 'not US English',
} satisfies Record<KeyboardLayout, string>

/** What reading a code can come to, in English. */
export const english: Words = {
  ...strictEnglish,
  'other-code': ({ foreignCode }) =>
    `This is not a LoRaWAN device code, but ${FOREIGN[foreignCode]}: look for another code on the device.`,
  'several-codes': ({ codes }) =>
    `The text holds ${counted(codes.length, 'code')}, at ${listOf(codes)}: scan one code at a time.`,
  'keyboard-layout': ({ layout }) =>
    `The scanner types for another keyboard layout than this computer has (${KEYBOARD[layout]}): set both to the same one, and scan again.`,
  'scanner-prefix': () => "The scanner's prefix before the code was ignored: switch it off in the scanner.",
  'surrounding-text': () => 'Text around the code was ignored.',
  'percent-encoded': () => 'The code was percent-encoded, as in web addresses, and was decoded.',
  'line-break-ignored': () => 'Line breaks within the code were ignored; its checksum holds.',
  'code-in-url': () =>
    'The code stands in a web address: whoever opens it gives the owner token away. Tell the maker.',
  'labelled-fields': () =>
    'This is no device code, but a text with named fields: compare what was read with the label.',
  'keyboard-undone': ({ layout }) =>
    `What a keyboard had changed (${KEYBOARD[layout]}) was undone; the checksum holds. Set the scanner to this computer's layout.`,
  'full-width': () =>
    'Full-width characters were read as plain ones: switch off the input method of this computer before scanning.',
  'plus-restored': () => 'Spaces in the code were read as plus signs, as its checksum shows.',
  'untagged-element': (warning) =>
    `A part of the code without its letter was ignored ${at(warning)}: it may be the owner token or a serial number. Tell the maker.`,
  'short-profile-id': () =>
    'The ProfileID has 4 digits, where vendorId and vendorProfileId have 4 each: it was ignored.',
  'written-eui': () => 'The DevEUI was not written as 16 hex digits in a row, but could be read.',
  'group-address': ({ field }) =>
    `${field} has the group bit set, which no single device has: compare it with the label.`,
  'case-doubtful': ({ field }) => `The whole code is in lower case: ${field} may have been in upper case.`,
}

function listOf(codes: readonly { readonly position: number }[]): string {
  const places = codes.map(({ position }) => `character ${position + 1}`)
  return `${places.slice(0, -1).join(', ')} and ${places[places.length - 1]}`
}
