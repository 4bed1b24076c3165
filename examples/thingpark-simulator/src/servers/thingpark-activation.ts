import { constants, publicEncrypt, randomBytes } from 'node:crypto'
import type { Accounts } from './accounts.ts'
import { jsonObject, refusal } from '../http/route.ts'
import type { Parts, Reply, Request, Route } from '../http/route.ts'
import type { World } from '../world/world.ts'

const BASE = '/thingpark/activation/rest/kmSubscriptions/{kmSubscription}'

const PADDINGS = {
  'oaep-sha256': { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
  'pkcs1-v1.5': { padding: constants.RSA_PKCS1_PADDING },
}

/** How an ASTK is encrypted to a public key. */
export type AsKeyPadding = 'oaep-sha256' | 'pkcs1-v1.5'

/** ThingPark Activation. */
export function thingparkActivationRoutes(
  world: World,
  accounts: Accounts,
  asKeyPadding: AsKeyPadding = 'oaep-sha256',
): readonly Route[] {
  function guarded(answer: (request: Request, parts: Parts) => Reply): Route['answer'] {
    return (request, parts) => {
      const account = accounts.holder(request)
      if (account === undefined) return refusal(401, 'no valid token')
      return account.kmSubscription === parts.kmSubscription
        ? answer(request, parts)
        : refusal(403, 'not your subscription')
    }
  }

  function createAsKey({ body }: Request, { kmSubscription = '' }: Parts): Reply {
    const key = randomBytes(16)
    const ID = `ask-${world.asKeys.size + 1}`
    try {
      const publicKey = String(jsonObject(body)?.publicKey)
      const encryptedKey = publicEncrypt({ key: publicKey, ...PADDINGS[asKeyPadding] }, key).toString(
        'base64',
      )
      world.asKeys.set(ID, { kmSubscription, key: key.toString('hex').toUpperCase() })
      return { status: 201, body: { ID, encryptedKey } }
    } catch {
      return refusal(400, 'publicKey is not an RSA public key')
    }
  }

  function claim({ body }: Request, { kmSubscription = '' }: Parts): Reply {
    const { devEUI, ownerToken } = jsonObject(body) ?? {}
    if (typeof devEUI !== 'string' || typeof ownerToken !== 'string')
      return refusal(400, 'devEUI and ownerToken are needed')
    const device = world.joinServer.get(devEUI)
    // The same answer for an unknown device, a wrong token and a used token, so that an attacker learns nothing.
    if (device === undefined || device.ownerToken !== ownerToken || device.claimedBy !== undefined) {
      return refusal(403, 'claim refused')
    }
    device.claimedBy = kmSubscription
    return { status: 200, body: { ID: device.reference } }
  }

  function provision({ body }: Request, parts: Parts): Reply {
    const { kmSubscription, device: reference } = parts
    const device = [...world.joinServer.values()].find(
      (entry) => entry.reference === reference || entry.devEui === reference,
    )
    if (device === undefined || device.claimedBy !== kmSubscription) return refusal(404, 'no such device')
    const { asKey, homeNsNetID, hsmGroupID, devEUI, appEUI } = jsonObject(body) ?? {}
    if (typeof asKey !== 'string' || world.asKeys.get(asKey)?.kmSubscription !== kmSubscription)
      return refusal(400, 'asKey is unknown')
    if (typeof homeNsNetID !== 'string' || !/^[0-9A-F]{6}$/.test(homeNsNetID))
      return refusal(400, 'homeNsNetID is 6 hex digits')
    if (typeof hsmGroupID !== 'string' || !world.hsmGroups.includes(hsmGroupID))
      return refusal(400, 'hsmGroupID is unknown')
    if (devEUI !== device.devEui || appEUI !== device.joinEui)
      return refusal(400, 'devEUI or appEUI is not that of the device')
    device.provisioned = { asKey, homeNsNetID, hsmGroupID }
    return { status: 200, body: {} }
  }

  const route = (operation: Route['operation'], path: string, answer: Route['answer']): Route => ({
    operation,
    kind: 'thingpark',
    method: 'POST',
    path: `${BASE}${path}`,
    answer: guarded(answer),
  })
  return [
    route('as-key', '/asKeys', createAsKey),
    route('claim', '/devices/claim', claim),
    route('join-server', '/devices/{device}', provision),
  ]
}
