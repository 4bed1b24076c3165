import { serverTitle } from '@claimtag/provisioning/portal'
import { expect, test } from 'vitest'

test('a server is called by its product, and one of your own by its host', () => {
  const account = { address: 'https://tpe.example.com', account: 'a' }
  expect(serverTitle({ kind: 'busit', connector: 1, ...account })).toBe('Busit')
  const provision = { address: 'https://own.example.com:8443/devices/{devEui}', method: 'PUT' } as const
  expect(serverTitle({ kind: 'http-application-server', account: 'a', provision })).toBe(
    'own.example.com:8443',
  )
})
