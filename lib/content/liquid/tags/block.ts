import type { TagToken, Template } from 'liquidjs';
import { type Node, type TagSource, type TemplateParser, TextNode } from '../template.ts';
import { unclosed } from '../tokens.ts';

/** What an inner tag (`else`, `when`) does: it opens the list that further nodes go to. Throws a `Refusal` for bad markup. */
export type InnerTags = Record<string, (markup: string) => Node[]>;

/** Reads the nodes of a block up to its end. Inner tags switch to other lists of nodes. */
export function readBlock(source: TagSource, parser: TemplateParser, inner: InnerTags = {}): Node[] {
  const body: Node[] = [];
  let target = body;
  let isClosed = false;
  const stream = parser.stream(source.rest);
  for (const [name, open] of Object.entries(inner)) {
    stream.on(`tag:${name}`, (token: TagToken) => {
      const refused = parser.attempt(token, () => {
        target = open(parser.markupOf(token));
      });
      if (refused) target.push(refused);
    });
  }
  stream
    .on(`tag:end${source.name}`, () => {
      isClosed = true;
      stream.stop();
    })
    .on('template', (template: Template) => target.push(template as Node))
    .start();
  if (!isClosed) throw unclosed(source.name, source.token);
  return body;
}

/**
 * True where all nodes are blank. Liquid then leaves out the white space in them: a block that only assigns writes nothing.
 * The lists are changed.
 */
export function settleBlank(lists: Node[][]): boolean {
  const isBlank = lists.every((nodes) => nodes.every(({ blank }) => blank));
  if (isBlank) {
    for (const nodes of lists) {
      const kept = nodes.filter((item) => !(item instanceof TextNode));
      nodes.length = 0;
      for (const item of kept) nodes.push(item);
    }
  }
  return isBlank;
}
