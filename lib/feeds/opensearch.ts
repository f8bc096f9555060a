import type { SiteIdentity } from '../archive/index.ts';
import { withBase } from '../base-path.ts';
import { element, renderDocument } from './xml.ts';

/** Most characters of a short name (OpenSearch 1.1). */
const SHORT_NAME_LENGTH = 16;

/** Description by which browsers add the portal's search (OpenSearch 1.1, draft 6). */
export function renderOpenSearch({ title, url, lang }: SiteIdentity): string {
  return renderDocument(
    element(
      'OpenSearchDescription',
      { xmlns: 'http://a9.com/-/spec/opensearch/1.1/' },
      element('ShortName', {}, [...title].slice(0, SHORT_NAME_LENGTH).join('')),
      element('Description', {}, `搜索${title}`),
      element('Language', {}, lang),
      element('InputEncoding', {}, 'UTF-8'),
      element('OutputEncoding', {}, 'UTF-8'),
      element('Image', { type: 'image/svg+xml', width: '16', height: '16' }, url + withBase('/icon.svg')),
      element('Url', { type: 'text/html', template: url + withBase('/search?q={searchTerms}') }),
      element('Url', {
        type: 'application/opensearchdescription+xml',
        rel: 'self',
        template: url + withBase('/opensearch.xml'),
      }),
    ),
  );
}
