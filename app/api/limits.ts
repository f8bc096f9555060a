/** Articles or suggestions in one answer, where the request does not say how many. */
export const DEFAULT_LIMIT = 20;
/** The most that a request may ask for. */
export const MAX_LIMIT = 100;
/** Suggestions in one answer. */
export const SUGGESTION_LIMIT = 8;
