import { defaultTemplate, presets, type Art, type BarcodeEncoder, type Template } from '@claimtag/label'
import type { FontFiles } from '@claimtag/label/fonts'
import { dirname } from 'node:path'
import { looksLikePath, pathFrom, readJson } from './config.ts'
import { readFile } from './read-file.ts'
import { templateOfSize } from './stock.ts'
import { UsageError } from '../usage-error.ts'

export interface LoadedTemplate {
  readonly template: Template
  /** The file that it was read from. */
  readonly path?: string
  /** The folder of its pictures. */
  readonly folder: string
}

/**
 * A built-in template by its name, one made for a size in mm, or a maker's own from its document.
 *
 * @throws UsageError
 * @throws LabelError `bad-template`
 */
export async function loadTemplate(name: string | undefined, folder: string): Promise<LoadedTemplate> {
  if (name === undefined) return { template: defaultTemplate, folder }
  if (looksLikePath(name)) {
    const path = pathFrom(folder, name)
    const { parseTemplate } = await import('@claimtag/label/schema')
    return { template: parseTemplate(readJson(path)), path, folder: dirname(path) }
  }
  const template = presets[name] ?? templateOfSize(name)
  if (template === undefined) {
    throw new UsageError(
      `There is no template ${name}. Built in: ${Object.keys(presets).join(', ')}; a size is like 25x25; a file ends in .json.`,
    )
  }
  return { template, folder }
}

/** A template with what it names beside it. */
export interface Design {
  readonly template: Template
  readonly art: Art | undefined
  readonly fontFiles: FontFiles | undefined
}

/** Loads all that the labels of a template are drawn with, whatever they are of. */
export async function loadDesign(loaded: LoadedTemplate, dpi: number): Promise<Design> {
  return {
    template: loaded.template,
    art: await loadArt(loaded, dpi),
    fontFiles: await loadFontFiles(loaded),
  }
}

/** `rasteriseArt` refuses larger ones. */
const MOST_PICTURE_BYTES = 1 << 25

/**
 * The static pictures of a template as bitmaps. The rasteriser is large, so it is only loaded for templates with
 * pictures.
 */
async function loadArt({ template, folder }: LoadedTemplate, dpi: number): Promise<Art | undefined> {
  if (template.elements.every(({ type }) => type !== 'image')) return undefined
  const { rasteriseArt } = await import('@claimtag/label/art')
  return rasteriseArt(template, {
    dpi,
    read(source) {
      const path = pathFrom(folder, source)
      return readFile(path, MOST_PICTURE_BYTES, `The template's picture ${path}`)
    },
  })
}

/** The encoder for a template with bar codes beside the symbol, which are few. */
export async function loadBarcodes({ template }: LoadedTemplate): Promise<BarcodeEncoder | undefined> {
  if (template.elements.every(({ type }) => type !== 'code128' && type !== 'datamatrix')) return undefined
  return (await import('@claimtag/label/barcodes')).loadBarcodes(template)
}

/** The files of the fonts that a template names, beside it like its pictures. */
async function loadFontFiles({ template, folder }: LoadedTemplate): Promise<FontFiles | undefined> {
  if (template.elements.every((element) => element.type !== 'text' || !isFontFile(element.font)))
    return undefined
  const { readFonts } = await import('@claimtag/label/fonts')
  return readFonts(template, (source) => {
    const path = pathFrom(folder, source)
    return readFile(path, MOST_PICTURE_BYTES, `The template's font ${path}`)
  })
}

function isFontFile(font: string | undefined): boolean {
  return font !== undefined && /\.(?:ttf|otf)$/i.test(font)
}
