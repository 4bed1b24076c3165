import { expect, test } from 'vitest'
import { deviceUrl } from '../../src/http/device-url.ts'

test.each([
  ['9', 'https://ns.example/rest/devices/9'],
  ['a/b?c', 'https://ns.example/rest/devices/a%2Fb%3Fc'],
  ['/rest/devices/9', 'https://ns.example/rest/devices/9'],
  ['https://ns.example/rest/devices/9', 'https://ns.example/rest/devices/9'],
  ['https://ns.example.evil/9', 'https://ns.example/rest/devices/https%3A%2F%2Fns.example.evil%2F9'],
  ['//evil.example/9', 'https://ns.example/rest/devices/%2F%2Fevil.example%2F9'],
])('%s is at %s', (device, url) => {
  expect(deviceUrl('https://ns.example/rest/devices', device)).toBe(url)
})
