import type { Archive } from '../archive.ts'
import { damaged, tooLarge } from '../fault.ts'
import { readXml, readXmlPieces } from '../read-xml.ts'
import { createSharedTexts } from '../shared-texts.ts'
import { LARGEST_PART, LARGEST_SHEET, MOST_SHEETS, type Sheet } from '../sheet.ts'
import { attributeOf, type Attributes } from '../xml.ts'
import { relationsOf, type Relation } from './relations.ts'
import type { SheetContext } from './sheet-context.ts'
import { createSheetReader } from './sheet-reader.ts'
import { NO_STYLES, readStyles } from './styles.ts'
import { readTexts } from './texts.ts'

interface NamedSheet {
  readonly name: string
  readonly isHidden: boolean
  readonly id: string
}

/**
 * The sheets of a workbook in the format of Excel since 2007.
 *
 * @param main name of its main part in the archive, `xl/workbook.xml`
 * @throws InputError `damaged-workbook`, `workbook-too-large`, `foreign-file`
 */
export async function openXlsx(archive: Archive, main: string): Promise<readonly Sheet[]> {
  const { named, from1904 } = await readMain(archive, main)
  const relations = await relationsOf(archive, main)
  const styles = targetOf(relations, 'styles')
  const texts = targetOf(relations, 'sharedStrings')
  const context: Omit<SheetContext, 'sheet'> = {
    styles: styles === undefined || !archive.has(styles) ? NO_STYLES : await readStyles(archive, styles),
    texts: texts === undefined || !archive.has(texts) ? createSharedTexts() : await readTexts(archive, texts),
    from1904,
  }
  return named.flatMap(({ name: sheet, isHidden, id }): readonly Sheet[] => {
    const relation = relations.find((one) => one.id === id)
    if (relation === undefined) throw damaged('part', sheet)
    // Charts and dialogs are sheets, too, without cells.
    if (relation.type !== 'worksheet') return []
    const part = { name: relation.target, most: LARGEST_SHEET, sheet }
    return [
      {
        name: sheet,
        isHidden,
        size: archive.sizeOf(part.name),
        async *rows(onMerged) {
          const { handler, take } = createSheetReader({ ...context, sheet }, onMerged)
          for await (const _ of readXmlPieces(archive, part, handler)) {
            const rows = take()
            if (rows.length > 0) yield rows
          }
        },
      },
    ]
  })
}

function targetOf(relations: readonly Relation[], type: string): string | undefined {
  return relations.find((relation) => relation.type === type)?.target
}

/** ECMA-376 part 1, 18.2.27, 18.2.19 and 18.2.28. */
async function readMain(
  archive: Archive,
  name: string,
): Promise<{ readonly named: readonly NamedSheet[]; readonly from1904: boolean }> {
  const named: NamedSheet[] = []
  let from1904 = false
  await readXml(
    archive,
    { name, most: LARGEST_PART },
    {
      open(element, attributes) {
        if (element === 'workbookPr')
          from1904 = /^(?:1|true)$/.test(attributeOf(attributes, 'date1904') ?? '')
        if (element !== 'sheet') return
        named.push({
          name: attributeOf(attributes, 'name') ?? '',
          isHidden: (attributeOf(attributes, 'state') ?? 'visible') !== 'visible',
          id: relationId(attributes),
        })
        if (named.length > MOST_SHEETS) throw tooLarge()
      },
      close: () => undefined,
      text: () => undefined,
    },
  )
  return { named, from1904 }
}

/** `r:id`, whatever the prefix: the `id` without a prefix is another number. */
function relationId(attributes: Attributes): string {
  const at = attributes.findIndex((name, index) => index % 2 === 0 && name.endsWith(':id'))
  return at === -1 ? '' : (attributes[at + 1] ?? '')
}
