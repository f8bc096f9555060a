/** The folder of the host that the portal lies in, as its pages say it; empty for the root. */
export const BASE = document.documentElement.dataset.base ?? '';
