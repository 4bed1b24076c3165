import type { Eui64 } from '@claimtag/core'
import { answered, fault } from '../answer.ts'
import type { Answer } from '../answer.ts'
import type { CallOptions, FoundDevice, NetworkServer, NetworkServerDevice } from '../ports.ts'
import type { StackConnection, TheThingsStackOptions } from './connection.ts'
import { isObject, stackDevice } from './schema.ts'
import type { StackDevice } from './schema.ts'

/** The Things Stack has no Connectivity Plans; this stands for one. */
const PLAN = { id: 'the-things-stack', name: 'The Things Stack', isDefault: true }
const ASKED = 'field_mask=name,lorawan_version,lorawan_phy_version,frequency_plan_id'

/** Identity Server and Network Server: a device has to be in the first to be in the second. */
export function stackNetworkServer(
  { application, host, ids, idOf, ask, devicePath, ifThere }: StackConnection,
  { profiles }: Pick<TheThingsStackOptions, 'profiles'>,
): NetworkServer {
  async function find(devEui: Eui64, call?: CallOptions): Promise<Answer<FoundDevice | undefined>> {
    const path = `${devicePath('/ns', devEui)}?${ASKED}`
    const found = ifThere(await ask('GET', path, undefined, stackDevice, call))
    if (!found.ok || found.value === undefined) return found.ok ? answered(undefined) : found
    return answered(foundDevice(found.value))
  }

  /** What the Network Server tells. A profile is known by what it says, if one of the settings says the same. */
  function foundDevice(device: StackDevice): FoundDevice {
    const { joinEui, lorawanVersion, phyVersion, frequencyPlanId } = device
    const isTold = lorawanVersion !== undefined && phyVersion !== undefined && frequencyPlanId !== undefined
    const alike = Object.entries(profiles).filter(
      ([, one]) =>
        one.lorawanVersion === lorawanVersion &&
        one.phyVersion === phyVersion &&
        one.frequencyPlanId === frequencyPlanId,
    )
    // Several profiles that say the same cannot be told apart; none that does is another one.
    const [profile] = alike.length === 1 ? (alike[0] ?? []) : alike.length === 0 && isTold ? ['another'] : []
    return {
      device: idOf(device.devEui),
      ...(joinEui === undefined ? {} : { joinEui }),
      ...(profile === undefined ? {} : { deviceProfileId: profile }),
      routingProfileId: application,
    }
  }

  function create({ name, devEui, joinEui }: NetworkServerDevice, call?: CallOptions): Promise<Answer<true>> {
    // Without join_server_address: the Stack then asks the Join Server where the device was claimed.
    const device = {
      ids: ids(devEui, joinEui),
      name,
      network_server_address: host,
      application_server_address: host,
    }
    const path = `/applications/${encodeURIComponent(application)}/devices`
    return ask('POST', path, { end_device: device }, isObject, call)
  }

  return {
    connectivityPlans: async () => answered([PLAN]),
    deviceProfiles: async () =>
      answered(Object.entries(profiles).map(([id, { name }]) => ({ id, name, isDefault: false }))),
    routingProfiles: async () => answered([{ id: application, name: application, isDefault: true }]),

    async provision(device, call) {
      const { devEui, joinEui, deviceProfileId } = device
      const profile = Object.prototype.hasOwnProperty.call(profiles, deviceProfileId)
        ? profiles[deviceProfileId]
        : undefined
      if (profile === undefined) return fault('rejected')
      const created = await create(device, call)
      if (!created.ok) {
        if (created.fault.code !== 'conflict') return created
        const found = await find(devEui, call)
        if (!found.ok) return found
        // At the Identity Server alone it is what an earlier attempt has left, unless it is another application's.
        if (found.value !== undefined) return created
        const left = ifThere(await ask('GET', devicePath('', devEui), undefined, stackDevice, call))
        if (!left.ok) return left
        if (left.value?.devEui !== devEui || left.value.joinEui !== joinEui) return created
      }
      const json = networkDevice(ids(devEui, joinEui), profile)
      const set = await ask('PUT', devicePath('/ns', devEui), json, isObject, call)
      // The Identity Server has the device by now.
      return set.ok
        ? answered({ device: idOf(devEui) })
        : { ok: false, fault: { ...set.fault, uncertain: true } }
    },

    find,

    async remove({ devEui }, call) {
      const network = ifThere(await ask('DELETE', devicePath('/ns', devEui), undefined, isObject, call))
      if (!network.ok) return network
      const identity = ifThere(await ask('DELETE', devicePath('', devEui), undefined, isObject, call))
      if (!identity.ok) return identity
      const wasThere = network.value !== undefined || identity.value !== undefined
      return wasThere ? answered(undefined) : fault('not-found')
    },
  }
}

function networkDevice(ids: object, profile: TheThingsStackOptions['profiles'][string]): object {
  const members = {
    supports_join: true,
    lorawan_version: profile.lorawanVersion,
    lorawan_phy_version: profile.phyVersion,
    frequency_plan_id: profile.frequencyPlanId,
    ...(profile.supportsClassC === true ? { supports_class_c: true } : {}),
  }
  const paths = ['ids.device_id', 'ids.dev_eui', 'ids.join_eui', ...Object.keys(members)]
  return { end_device: { ids, ...members }, field_mask: { paths } }
}
