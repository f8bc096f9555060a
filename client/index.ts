/** The portal's own script: custom elements that add to pages which are complete without them. */
import { SearchSuggestions } from './search-suggestions.ts';

customElements.define('search-suggestions', SearchSuggestions);
