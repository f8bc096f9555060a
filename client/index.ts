/** The portal's own script: custom elements that add to pages which are complete without them. */
import { ReadingSettings } from './reading-settings.ts';
import { SearchSuggestions } from './search-suggestions.ts';

customElements.define('reading-settings', ReadingSettings);
customElements.define('search-suggestions', SearchSuggestions);
