import { expect, test } from 'vitest'
import { explain } from '@claimtag/decoder'
import { errorOf, reading } from './example.ts'

test.each([
  ['30S000001910EB8+1P000C00000002+10Z00+11ZFFFFFFFE', 'enocean'],
  ['30S0000FEFEAE38+1P004B0CD50001+10Z00+20ZRockerButton', 'enocean'],
  ['30S01700100+Z0123456789ABCDEF0123456789ABCDEF+30PS3271-A215+2PDA03+S01432902018866', 'enocean'],
  ['16D20221215+3ZEUI:0024460000185700.P:11LYN4LMN0EYN', 'mh10.8.2'],
  ['[)>\u001E06\u001D1PACME-1\u001DS0004A3\u001E\u0004', 'mh10.8.2'],
  ['1PACME-1+S26W47', 'mh10.8.2'],
  ['qt=1&v=1&mf=24D&s=BBBBB&nk=00112233445566778899AABBCCDDEEFF', 'bluerange'],
  ['mf=24D&s=BBBBB&qt=1&v=1', 'bluerange'],
  ['900132782003515253545541424344453132333435212223242500100435301537022065520001000000300578', 'z-wave'],
  [
    '9001621570034149504483534436062309043170212686520047001006144025600220006342867261443005120803003',
    'z-wave',
  ],
  ['MT:YNJV7VSC00CMVH7SR00', 'matter'],
  ['WIFI:S:Guest;T:WPA;P:secret;;', 'wifi'],
  [
    'DPP:C:81/1,115/36;K:MDkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDIgADM2206avxHJaHXgLMkq/24e0rsrfMP9K1Tm8gx+ovP0I=;;',
    'dpp',
  ],
  ['https://id.gs1.org/01/09520123456788/10/ABC1/21/12345?17=180426', 'gs1-digital-link'],
])('%s', (text, foreignCode) => {
  const error = errorOf(text)
  expect(error).toMatchObject({ code: 'other-code', kind: 'foreign', foreignCode })
  expect(explain(error)).toMatch(/^This is not a LoRaWAN device code, but an? .*: look for another code/)
})

test.each(['F0X$ 4T*C/8+K1-7.WQ2:A9%ZB0X$ 4T*C/8+K1-7.WQ2:A9%', 'hello'])('what nobody knows: %s', (text) => {
  expect(errorOf(text).code).toBe('not-recognised')
})

test.each([
  'LW:D0:70B3D5E75F600000:70B3D5E75E00ABCD:01280017:P5070071006:S002E000001:CE34C',
  'URN:LW:DP:0016C00000000001:58A0CBFFFFFEFFFF:FACE800C:%VF1FB552B%S201907160010',
  'URN:LW:DP:0016C00000000001:58A0CBFFFFFEFFFF:FACE800C:%25VF1FB552B%25S201907160010',
  'LW:D0:0000000000000000:34c5d0fa68cee000:FFFF0BEB:S241218QR10005',
])('seen on devices and read as it stands: %s', (text) => {
  expect(reading(text)).toHaveProperty('serialNumber')
})
