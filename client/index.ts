/** The portal's own script: custom elements that add to pages which are complete without them. */
import { CopyLink } from './copy-link.ts';
import { LostPictures } from './lost-pictures.ts';
import { NewArticles } from './new-articles.ts';
import { FollowSources } from './own/follow-sources.ts';
import { KeepArticle } from './own/keep-article.ts';
import { KeptArticles } from './own/kept-articles.ts';
import { ReadingPlace } from './own/reading-place.ts';
import { showOwn } from './own/storage.ts';
import { ReadingSettings } from './reading-settings.ts';
import { SearchSuggestions } from './search-suggestions.ts';

customElements.define('copy-link', CopyLink);
customElements.define('follow-sources', FollowSources);
customElements.define('keep-article', KeepArticle);
customElements.define('kept-articles', KeptArticles);
customElements.define('lost-pictures', LostPictures);
customElements.define('new-articles', NewArticles);
customElements.define('reading-place', ReadingPlace);
customElements.define('reading-settings', ReadingSettings);
customElements.define('search-suggestions', SearchSuggestions);

showOwn();
