import * as z from 'zod'

const Id = z.union([z.string().min(1).max(64), z.int().transform(String)])

/** The code of an error in a body; an error without one counts as 500. `undefined` when there is no error. */
export function errorInside(body: unknown): number | undefined {
  const read = z.object({ error: z.unknown() }).safeParse(body)
  const { error } = read.data ?? {}
  if (error === undefined || error === null || error === false) return undefined
  return z.object({ code: z.coerce.number().int().min(300).max(599) }).safeParse(error).data?.code ?? 500
}

/** Reads the answer of `instance/insert`. */
export function insertedId(body: unknown): string | undefined {
  return z.object({ response: z.object({ id: Id }) }).safeParse(body).data?.response.id
}

const InstancesSchema = z.object({
  response: z.array(
    z.object({
      instance_id: Id,
      configs: z
        .array(z.object({ config_key: z.string(), config_value: z.unknown() }))
        .nullish()
        .transform((configs) => configs ?? []),
    }),
  ),
})

/** An instance as `instance/search` gives it. */
export interface Instance {
  readonly id: string
  /** The keys of its configuration that have a value. */
  readonly keys: readonly string[]
}

/** Reads the answer of `instance/search`. Values of the configuration are dropped: one of them is the ASTK. */
export function instances(body: unknown): readonly Instance[] | undefined {
  const read = InstancesSchema.safeParse(body)
  return read.data?.response.map(({ instance_id: id, configs }) => ({
    id,
    keys: configs
      .filter(({ config_value: value }) => value !== null && value !== undefined && value !== '')
      .map(({ config_key: key }) => key),
  }))
}

/** Whether a change was carried out: anything but an error, which has been looked for, inside an object. */
export function isResponse(body: unknown): true | undefined {
  return z.object({ response: z.unknown() }).safeParse(body).success ? true : undefined
}
