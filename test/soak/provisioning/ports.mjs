// The ports of a worker, and of who logs in: the connectors over real HTTP, with what lets them look.
import { constants, privateDecrypt } from 'node:crypto'
import { answered, fault, oneJoinServer } from '@claimtag/provisioning'
import { busit } from '@claimtag/provisioning/busit'
import { clientCredentials, fixedToken, timeLimited } from '@claimtag/provisioning/http'
import { parseConfiguration } from '@claimtag/provisioning/schema'
import { thingparkActivation } from '@claimtag/provisioning/thingpark-activation'
import { thingparkWireless } from '@claimtag/provisioning/thingpark-wireless'
import { JOIN_EUI } from './devices.mjs'

const PROFILE = 'LORA/GenericA.1.0.3a_ETSI'

const timed = timeLimited(globalThis.fetch, 10_000)

/** @param fetch what lets requests through, around the platform's with its time limit */
export function portsOf({ address, account, privateKey, fetch = timed }) {
  const tokenUrl = `${address}/users-auth/protocol/openid-connect/token`
  const authorization = clientCredentials({ ...account, fetch, tokenUrl })
  const at = { fetch, authorization, address }
  async function look(server, devEui) {
    try {
      const request = { method: 'GET', headers: {}, redirect: 'manual' }
      const reply = await fetch(`${address}/look/${server}/${devEui}`, request)
      if (reply.status !== 200)
        return fault(reply.status === 404 ? 'not-found' : 'server-failed', { status: reply.status })
      const { found } = JSON.parse(await reply.text())
      return answered(found ?? undefined)
    } catch {
      return fault('unreachable')
    }
  }
  // What a connector can be asked itself is not asked by the way beside it.
  const joinServer = thingparkActivation({ ...at, kmSubscription: account.kmSubscription })
  const applicationServer = busit({
    fetch,
    authorization: fixedToken('busit-demo-token'),
    address: `${address}/busit`,
    connector: 1,
  })
  return {
    configuration: parseConfiguration({
      routingProfiles: { busit: { name: 'Busit' } },
      deviceProfiles: { [PROFILE]: { name: 'Generic class A' } },
      deviceProfileByJoinEui: { [JOIN_EUI]: PROFILE },
      homeNetId: '000002',
      hsmGroupId: 'HSM_LABS_PROD',
    }),
    joinServers: oneJoinServer({ status: ({ devEui }) => look('join-server', devEui), ...joinServer }),
    networkServer: thingparkWireless(at),
    applicationServer: { find: (devEui) => look('application-server', devEui), ...applicationServer },
    unwrapKey: async (encrypted) => {
      const key = { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }
      return privateDecrypt(key, Buffer.from(encrypted, 'base64')).toString('hex').toUpperCase()
    },
  }
}
