/** The folder of the host that the portal lies in, as its pages say it; empty for the root. */
export const BASE = document.documentElement.dataset.base ?? '';

/** Before the addresses of pages in traditional characters, on such a page; empty elsewhere. */
export const PREFIX = location.pathname.startsWith(`${BASE}/zh-hant/`) ? '/zh-hant' : '';
