import type { KramdownOptions } from './options.ts';
import { HtmlWriter } from './output/writer.ts';
import { parseDocument } from './parse.ts';

/** `renderKramdown`, once the parser is loaded. */
export function convert(body: string, options: KramdownOptions): string {
  const text = `${body.replaceAll('\0', '\ufffd').replace(/\r\n?/g, '\n').replace(/\n$/, '')}\n`;
  const { document, root } = parseDocument(text, options);
  return new HtmlWriter(document).writeDocument(root);
}
