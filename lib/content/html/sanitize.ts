import sanitizeHtml from 'sanitize-html';
import { VOID_ELEMENTS } from '../../html-elements.ts';
import type { SafeHtml } from '../article.ts';
import { ContentError } from '../errors.ts';
import { cleanText } from '../plain-text.ts';
import { ALLOWED_ELEMENTS, GLOBAL_ATTRIBUTES } from './allowlist.ts';
import { markCharts } from './charts.ts';
import { cleanElement, isLostStock } from './elements.ts';
import { limitNesting, MAX_OPEN_ELEMENTS } from './nesting.ts';

const ALLOWED_TAGS = Object.keys(ALLOWED_ELEMENTS);
const ALLOWED_ATTRIBUTES = {
  ...Object.fromEntries(
    Object.entries(ALLOWED_ELEMENTS).flatMap(([name, attributes]) =>
      attributes.length > 0 ? [[name, [...attributes]]] : [],
    ),
  ),
  '*': [...GLOBAL_ATTRIBUTES],
};

/** Elements whose content is not text of the article. */
const DROPPED_WITH_CONTENT = 'script style xmp iframe noembed noframes plaintext template title object'.split(' ');

/** Deepest nesting of elements in the output. */
const MAX_DEPTH = 60;

/** Sources wrap names of stocks in spans. Removing them first saves a second round, since a removed element causes one. */
const PLAIN_SPAN = /<\/?span(?:\s+[\w:-]+(?:="[^"<>]*")?)*\s*>/g;
const IN_PAGE_LINK = / href="#([^"<>]+)"/g;
const SPAN_ID = /\sid="([^"<>]+)"/;

/** Without plain spans. One to which a link of the same text leads leaves its id behind, on an element that shows nothing. */
function withoutPlainSpans(html: string): string {
  if (!html.includes(' href="#')) return html.replace(PLAIN_SPAN, '');
  const targets = new Set(Array.from(html.matchAll(IN_PAGE_LINK), ([, target]) => target));
  return html.replace(PLAIN_SPAN, (tag) => {
    const id = SPAN_ID.exec(tag)?.[1];
    return id !== undefined && targets.has(id) ? `<wbr id="${id}">` : '';
  });
}

/** For the sanitizer's own output, where no attribute value holds an angle bracket. */
const EMPTY_PARAGRAPH = /<p(?: [^<>]*)?>(?:\s|<br \/>)*<\/p>/g;

/**
 * Removing an element can leave a nesting that a parser reads differently, such as a link within a link. The output is
 * sanitized again until it is stable; more rounds than this have not been seen in content.
 */
const MAX_ROUNDS = 6;

type OnElementLost = (name: string, attributes: Record<string, string>) => void;

/** Thrown from within the parser. */
class TooManyOpenElements extends Error {}

/**
 * Keeps the elements, attributes and URLs of the allowlist and removes everything else; the text of removed elements stays.
 * The only source of `SafeHtml` from content. Idempotent.
 * @param ownHosts hosts of this portal: links to them become paths
 * @param onElementLost called for each element that is taken away, and for links to unknown stocks, with its attributes as they are
 *   written; more than once for some
 * @param basePath folder of the portal, put before links to its stocks
 * @throws {ContentError} for markup that is not stable after `MAX_ROUNDS` rounds or has too many open elements
 */
export function sanitize(
  html: string,
  ownHosts: ReadonlySet<string>,
  onElementLost: OnElementLost = () => {},
  basePath = '',
): SafeHtml {
  const marked = withoutPlainSpans(markCharts(html));
  try {
    return sanitizeUntilStable(marked, { ownHosts, onElementLost, basePath });
  } catch (error) {
    if (!(error instanceof TooManyOpenElements)) throw error;
  }
  try {
    return sanitizeUntilStable(limitNesting(marked), { ownHosts, onElementLost, basePath });
  } catch (error) {
    if (!(error instanceof TooManyOpenElements)) throw error;
    throw new ContentError(`more than ${MAX_OPEN_ELEMENTS} elements within one another: close them, or take them out`);
  }
}

interface Context {
  ownHosts: ReadonlySet<string>;
  onElementLost: OnElementLost;
  basePath: string;
}

function sanitizeUntilStable(html: string, context: Context): SafeHtml {
  let clean = html;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const pass = sanitizeOnce(clean, context);
    if (!pass.isRestructured || pass.html === clean) return pass.html as SafeHtml;
    clean = pass.html;
  }
  throw new ContentError('the mark-up is too tangled to be made safe: simplify the nesting of its elements');
}

function sanitizeOnce(
  dirty: string,
  { ownHosts, onElementLost, basePath }: Context,
): { html: string; isRestructured: boolean } {
  let isRestructured = false;
  let open = 0;
  const clean = sanitizeHtml(dirty, {
    allowedTags: ALLOWED_TAGS,
    allowedAttributes: ALLOWED_ATTRIBUTES,
    nonBooleanAttributes: [],
    selfClosing: [...VOID_ELEMENTS],
    nonTextTags: DROPPED_WITH_CONTENT,
    allowedSchemes: ['http', 'https', 'mailto'],
    allowedSchemesByTag: { img: ['http', 'https', 'data'] },
    allowProtocolRelative: true,
    parseStyleAttributes: false,
    nestingLimit: MAX_DEPTH,
    onOpenTag: () => {
      if (++open > MAX_OPEN_ELEMENTS) throw new TooManyOpenElements();
    },
    onCloseTag: () => {
      open--;
    },
    transformTags: {
      '*': (name, attributes) => {
        const element = cleanElement(name, attributes, ownHosts, basePath);
        const isLost = !Object.hasOwn(ALLOWED_ELEMENTS, element.tagName);
        isRestructured ||= isLost || element.tagName !== name;
        const isEmpty = name === 'img' && element.attribs.src === undefined;
        if (isLost || isEmpty || isLostStock(name, attributes, element.attribs)) onElementLost(name, attributes);
        return element;
      },
    },
    textFilter: cleanText,
  });
  // Images without a safe URL have no attributes. `exclusiveFilter` of the library takes quadratic time for many of them.
  const html = clean.replaceAll('<img />', '').replace(EMPTY_PARAGRAPH, '');
  return { html, isRestructured: isRestructured || html !== clean };
}
