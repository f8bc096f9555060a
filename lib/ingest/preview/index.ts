/**
 * Shows posts to colleagues before they are published, at signed addresses that end. Reads the file itself: no index has it.
 * `read-preview.ts` is a door of its own, since workers load the pipeline of content for previews alone.
 */
export { pathInContent } from '../folder/content-folder.ts';
export { previewHref } from './preview-address.ts';
export { readDraft } from './read-draft.ts';
