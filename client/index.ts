/** The portal's own script: custom elements that add to pages which are complete without them. */
import { CopyLink } from './copy-link.ts';
import { LostPictures } from './lost-pictures.ts';
import { NewArticles } from './new-articles.ts';
import { ReadingSettings } from './reading-settings.ts';
import { SearchSuggestions } from './search-suggestions.ts';

customElements.define('copy-link', CopyLink);
customElements.define('lost-pictures', LostPictures);
customElements.define('new-articles', NewArticles);
customElements.define('reading-settings', ReadingSettings);
customElements.define('search-suggestions', SearchSuggestions);
