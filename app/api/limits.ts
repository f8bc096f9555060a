/** Articles in one answer if the request has no `limit`. */
export const DEFAULT_LIMIT = 20;
/** Largest `limit` of a request. */
export const MAX_LIMIT = 100;
/** Suggestions in one answer. */
export const SUGGESTION_LIMIT = 8;
