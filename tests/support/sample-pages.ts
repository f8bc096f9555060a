/** Pages of the sample content (`content/`), one of each kind that readers see most. */
export const SAMPLE_PAGES = {
  home: '/',
  article: '/21shijigangkou/2026/11/22/NW202611222283998120.html',
  pictures: '/xinnengyuanzaixian/2026/11/22/NW202611222284005520.html',
  story: '/story/mhqayi4ixaa7ty',
  day: '/archive/2026/11/22',
  category: '/category/emnews.html',
  categories: '/categories',
  archive: '/archive',
  stock: '/stock/SH609901',
  stocks: '/stocks',
  mix: '/mix/emnews+pinglun',
  'mix-form': '/mix',
  kept: '/kept',
  search: '/search?q=%E6%B8%AF%E5%8F%A3',
  correction: '/jianghairibao/2026/11/07/warehouse.html',
  withdrawn: '/jianghairibao/2026/11/09/port-fee.html',
} as const;
