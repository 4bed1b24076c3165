// One of several processes that provision the same devices over one database: started, and killed, by the test.
import { sqliteStates } from '@claimtag/online/sqlite'
import { oneJoinServer } from '@claimtag/provisioning'
import { provisionAll } from '@claimtag/provisioning/batch'
import { busit } from '@claimtag/provisioning/busit'
import { clientCredentials, fixedToken } from '@claimtag/provisioning/http'
import { parseConfiguration, parseState } from '@claimtag/provisioning/schema'
import { thingparkActivation } from '@claimtag/provisioning/thingpark-activation'
import { thingparkWireless } from '@claimtag/provisioning/thingpark-wireless'
import { keyPairOf } from '@claimtag/provisioning/unwrap'

const { path, address, account, busitOptions, configuration, session, privateKeyPem, jobs } = JSON.parse(
  process.env.PROVISIONING ?? '{}',
)
const tokenUrl = `${address}/users-auth/protocol/openid-connect/token`
const authorization = clientCredentials({ ...account, fetch, tokenUrl })
const store = sqliteStates(path, { realm: 'tenant-1', parse: parseState })
const { kmSubscription } = account
const ports = {
  configuration: parseConfiguration(configuration),
  joinServers: oneJoinServer(thingparkActivation({ fetch, authorization, address, kmSubscription })),
  networkServer: thingparkWireless({ fetch, authorization, address }),
  applicationServer: busit({ ...busitOptions, fetch, authorization: fixedToken(busitOptions.token) }),
  unwrapKey: keyPairOf(privateKeyPem).unwrapKey,
}
// Short waits: the bound of a wait is what matters elsewhere. Each process begins with another device.
const first = process.pid % jobs.length
const own = [...jobs.slice(first), ...jobs.slice(0, first)]
const options = { ports, store, session, random: () => 0.01, concurrency: 3 }
for (let left = jobs.length; left > 0;) {
  const { done, failed } = await provisionAll(own, options).report
  left = jobs.length - done
  // Only what may pass, or another process that is at it, is tried again.
  const wrong = failed.find(({ failure: { code, retryable } }) => !retryable && code !== 'state-moved-on')
  if (wrong !== undefined) throw new Error(`${wrong.devEui}: ${wrong.failure.step} ${wrong.failure.code}`)
}
await store.close()
