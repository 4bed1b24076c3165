import { posix } from 'node:path'
import type { Archive } from '../archive.ts'
import { readXml } from '../read-xml.ts'
import { LARGEST_PART } from '../sheet.ts'
import { attributeOf } from '../xml.ts'

/** A reference from one part of a workbook to another. */
export interface Relation {
  readonly id: string
  /**
   * The last word of its type, such as `worksheet`: the address before it differs between two editions of the
   * standard.
   */
  readonly type: string
  /** Name of a file in the archive. */
  readonly target: string
}

/**
 * The relations of a part; empty when it has none. ECMA-376 part 2, 9.3.
 *
 * @param part name of a file in the archive; empty for the archive itself
 */
export async function relationsOf(archive: Archive, part: string): Promise<readonly Relation[]> {
  const folder = posix.dirname(part)
  const name = posix.join(folder, '_rels', `${posix.basename(part)}.rels`)
  if (!archive.has(name)) return []
  const relations: Relation[] = []
  await readXml(
    archive,
    { name, most: LARGEST_PART },
    {
      open(element, attributes) {
        if (element !== 'Relationship' || attributeOf(attributes, 'TargetMode') === 'External') return
        const target = attributeOf(attributes, 'Target') ?? ''
        relations.push({
          id: attributeOf(attributes, 'Id') ?? '',
          type: posix.basename(attributeOf(attributes, 'Type') ?? ''),
          target: target.startsWith('/') ? target.slice(1) : posix.join(folder, target),
        })
      },
      close: () => undefined,
      text: () => undefined,
    },
  )
  return relations
}
