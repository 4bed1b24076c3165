import { answered } from '../answer.ts'
import type { ApplicationServer } from '../ports.ts'
import type { StackConnection } from './connection.ts'
import { isObject, stackDevice } from './schema.ts'

/** The Application Server, which is given the session's keys by the Join Server and needs no ASTK. */
export function stackApplicationServer({
  ids,
  ask,
  devicePath,
  ifThere,
}: StackConnection): ApplicationServer {
  return {
    async provision({ devEui, joinEui }, call) {
      const json = {
        end_device: { ids: ids(devEui, joinEui) },
        field_mask: { paths: ['ids.device_id', 'ids.dev_eui', 'ids.join_eui'] },
      }
      const answer = await ask('PUT', devicePath('/as', devEui), json, isObject, call)
      return answer.ok ? answered(undefined) : answer
    },
    async find(devEui, call) {
      const found = ifThere(await ask('GET', devicePath('/as', devEui), undefined, stackDevice, call))
      return found.ok ? answered(found.value?.devEui === devEui) : found
    },
    async remove({ devEui }, call) {
      const answer = await ask('DELETE', devicePath('/as', devEui), undefined, isObject, call)
      return answer.ok ? answered(undefined) : answer
    },
  }
}
